"""Handles: what a grader holds of the objects in an answer's process.

It uses them as if the answer were imported; each use is a request to that process.
"""

import weakref
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NoReturn, Protocol

from kata.grading.calls import Argument, Call
from kata.sandbox import wire


class HandleSession(Protocol):
    """What a handle asks of the session that it belongs to, see `answer_session`."""

    dropped: list[int]  # numbers of what is no longer held here

    def request(self, name: str, call: Call, plain: Sequence[Any], *values: Any) -> Any: ...  # pragma: no cover

    def call(
        self, target: "Handle", args: tuple[Any, ...], kwargs: dict[str, Any], *, objects: bool
    ) -> Any: ...  # pragma: no cover

    def fail(self, says: str) -> NoReturn: ...  # pragma: no cover


def _binary(name: str) -> tuple[Callable[..., Any], Callable[..., Any]]:
    def operate(self: "Handle", other: Any) -> Any:
        return self._operate(name, self, other)

    def reflected(self: "Handle", other: Any) -> Any:
        return self._operate(name, other, self)

    return operate, reflected


class Handle:
    """Stands for an object in the answer's process.

    Calls, attributes, items, length, membership, iteration and arithmetic happen over there; `==` (the same object),
    `hash`, `bool` (always True) and `repr` are local. What an operator, a comparison, `in` or a key would show to the
    object must be another handle or an `Argument`: else an object in the place of a result would see what is right.
    """

    __array_ufunc__ = None  # NumPy's operators leave theirs to these

    __slots__ = ("__weakref__", "_label", "_number", "_session", "_type_name")

    def __init__(self, session: HandleSession, number: int, type_name: str) -> None:
        set_slot = object.__setattr__
        set_slot(self, "_session", session)
        set_slot(self, "_number", number)
        set_slot(self, "_type_name", type_name)
        set_slot(self, "_label", type_name)
        weakref.finalize(self, session.dropped.append, number)

    @property
    def _tree(self) -> list[Any]:
        return [wire.HANDLE, self._number]

    def _operate(self, operator: str, *operands: Any) -> Any:
        values = [self._shown(operand) for operand in operands]
        return self._session.request("operate", Call(f"operator {operator}", tuple(values)), [operator], values)

    def _shown(self, value: Any) -> Any:
        """A value that the object may see."""
        if not isinstance(value, Argument | Handle):
            self._session.fail(
                f"Your code gave back an object of the class `{self._type_name}`, where a number, an array or another "
                "value is asked for."
            )
        return value.value if isinstance(value, Argument) else value

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._session.call(self, args, kwargs, objects=False)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            # Protocols that probe for an attribute (copy, numpy, inspect) must not reach over.
            raise AttributeError(name)
        value = self._session.request("getattr", Call(f"{self._label}.{name}", target=self), [self._tree, name])
        if isinstance(value, Handle):
            object.__setattr__(value, "_label", f"{self._label}.{name}")
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Handle.__slots__:
            object.__setattr__(self, name, value)
        else:
            self._session.request(
                "setattr", Call(f"{self._label}.{name} = ", (value,), target=self), [self._tree, name], value
            )

    def __getitem__(self, key: Any) -> Any:
        shown = self._shown(key)
        return self._session.request("getitem", Call(f"{self._label}[...]", (shown,), target=self), [self._tree], shown)

    def __setitem__(self, key: Any, value: Any) -> None:
        self._session.request(
            "setitem", Call(f"{self._label}[...] = ", (key, value), target=self), [self._tree], key, value
        )

    def __delitem__(self, key: Any) -> None:
        self._session.request("delitem", Call(f"del {self._label}[...]", (key,), target=self), [self._tree], key)

    def __len__(self) -> int:
        length = self._session.request("len", Call("len", (self,)), [self._tree])
        if type(length) is not int or length < 0:
            raise AssertionError(f"The length of {self!r} is {length!r}.")
        return length

    def __bool__(self) -> bool:
        return True

    def __contains__(self, item: Any) -> bool:
        shown = self._shown(item)
        call = Call(f"in {self._label}", (shown,), target=self)
        return self._session.request("contains", call, [self._tree], shown) is True

    def __iter__(self) -> Iterator[Any]:
        iteration = self._session.request("iter", Call("iter", (self,)), [self._tree])
        while True:
            items = self._session.request("take", Call("next", (self,), target=iteration), [iteration._tree, 1])
            if not items:
                return
            yield items[0]

    def __next__(self) -> Any:
        items = self._session.request("take", Call("next", (self,), target=self), [self._tree, 1])
        if not items:
            raise StopIteration
        return items[0]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Handle):
            self._shown(other)
        return isinstance(other, Handle) and (self._session, self._number) == (other._session, other._number)

    def __hash__(self) -> int:
        return hash((id(self._session), self._number))

    def __repr__(self) -> str:
        return (
            f"<{self._label}>"
            if self._label != self._type_name
            else f"<{'an' if self._type_name[:1] in 'AEIOaeiou' else 'a'} {self._type_name}>"
        )

    def __neg__(self) -> Any:
        return self._operate("neg", self)

    def __pos__(self) -> Any:
        return self._operate("pos", self)

    def __abs__(self) -> Any:
        return self._operate("abs", self)

    def __invert__(self) -> Any:
        return self._operate("invert", self)

    def __float__(self) -> float:
        number: float = _number(self._operate("float", self), float)
        return number

    def __int__(self) -> int:
        number: int = _number(self._operate("int", self), int)
        return number

    __add__, __radd__ = _binary("add")
    __sub__, __rsub__ = _binary("sub")
    __mul__, __rmul__ = _binary("mul")
    __truediv__, __rtruediv__ = _binary("truediv")
    __floordiv__, __rfloordiv__ = _binary("floordiv")
    __mod__, __rmod__ = _binary("mod")
    __pow__, __rpow__ = _binary("pow")
    __matmul__, __rmatmul__ = _binary("matmul")
    __lshift__, __rlshift__ = _binary("lshift")
    __rshift__, __rrshift__ = _binary("rshift")
    __and__, __rand__ = _binary("and_")
    __or__, __ror__ = _binary("or_")
    __xor__, __rxor__ = _binary("xor")
    __lt__, __gt__ = _binary("lt")[0], _binary("gt")[0]
    __le__, __ge__ = _binary("le")[0], _binary("ge")[0]


def _number(value: Any, kind: type[Any]) -> Any:
    if type(value) is not kind:
        raise AssertionError(f"A number was expected; got {value!r:.200}.")
    return value
