"""What a grader holds of the answer: handles to objects in its process, and callbacks.

A grader uses them as if the answer were imported; each use is a request to the answer's process.
"""

import weakref
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NoReturn

from kata import values
from kata.catalog.kata import opaque_results
from kata.grading.calls import DEFAULT_CALLBACKS, MOST_RECORDED, Argument, Call, Callback, ChangedArgument
from kata.grading.channel import AnswerRaised, Channel, ReplyRefused
from kata.grading.outcomes import CannotBeCalled, NotData
from kata.grading.signatures import WrongSignature
from kata.sandbox import wire
from kata.sandbox.launch import Limits, WorkerProcess


class GraphReference:
    """Keeps a tensor graph alive in the answer's process for as long as a tensor here belongs to it."""

    def __init__(self, session: "AnswerSession", node: int) -> None:
        self.session = session
        self.node = node
        weakref.finalize(self, session.channel.dropped.append, node)

    def vjp(self, index: int, cotangent: Any, inputs: Sequence[Any], *, differentiable: bool) -> list[Any]:
        """The vector-Jacobian product of one of the graph's outputs, made in the answer's process.

        Args:
            index: which output.
            cotangent: the vector.
            inputs: the tensors that the graph begins with.
            differentiable: whether it is to be differentiated again.
        """
        session = self.session
        trees, buffers, _ = session._encode(cotangent.detach().contiguous())
        # What the product depends on, in the order in which the answer's process knows it.
        outer, session._inputs = session._inputs, [*inputs, cotangent] if differentiable else []
        session.calls.append(Call("gradient"))
        try:
            grads, _ = session.channel.request("vjp", [self.node, index, *trees, differentiable], buffers)
        finally:
            session._inputs = outer
        if not isinstance(grads, list) or len(grads) != len(inputs):
            raise AssertionError("The gradient of the answer's result has the wrong number of parts.")
        return grads


class AnswerSession:
    """One answer's process and everything that a grader holds of it.

    Args:
        parameters: the parameter names of each function that the stub asks for, to name changed arguments.
        changes: the arguments that the spec lets an answer change.
        opaque: the results that never cross, see `opaque_results`.
        functions: the functions that the stub asks for: what they give back is data, but for what is opaque.
    """

    def __init__(
        self,
        process: WorkerProcess,
        limits: Limits,
        parameters: dict[str, list[str]],
        changes: Sequence[str],
        opaque: Sequence[str] = (),
        functions: Collection[str] = (),
    ) -> None:
        self.channel = Channel(process, limits, self._resolve, self._finish_tensor)
        self.parameters = parameters
        self.changes = set(changes)
        self.opaque = opaque_results(opaque)
        self.functions = frozenset(functions)
        self.handles: weakref.WeakValueDictionary[int, Handle] = weakref.WeakValueDictionary()
        self.names: dict[str, Any] = {}
        self.changed: ChangedArgument | None = None  # the first argument that was changed in the current test
        self.unusable: dict[str, str] = {}  # names that the stub asks for and that can't be called, with why
        self.shorter: dict[str, WrongSignature] = {}  # functions that lack a parameter
        self.links: weakref.WeakValueDictionary[int, GraphReference] = weakref.WeakValueDictionary()
        self.called = 0  # calls of the current test
        self.calls: deque[Call] = deque(maxlen=100)
        self.recording = False  # whether its calls are to be made again later: more of them, and of callbacks, is kept
        self._recorders: dict[int, Callback] = {}
        self._callback_numbers: dict[int, int] = {}
        self._inputs: list[Any] = []

    def begin_test(self, cpu_limit: float, seed: int) -> None:
        self.called = 0
        self.changed = None
        self.calls.clear()
        self._callback_numbers.clear()
        self._recorders.clear()
        self.channel.begin_test(cpu_limit)
        self.channel.seed = seed

    def record(self) -> None:
        """Keep what is needed to make a test's calls again."""
        self.recording = True
        self.calls = deque(maxlen=MOST_RECORDED)

    def load(self, source: str, given: str, filename: str, name: str, forbidden: list[list[str]]) -> list[str]:
        """Run the given code and the answer's source over there, in the place of what was loaded before.

        Returns:
            The names that they define.
        """
        self.names.clear()
        self.channel.begin_test(self.channel.limits.cpu_seconds)
        wanted = [name for name in self.parameters if not name.startswith("_")]
        reply = self._order("load", [source, given, filename, name, forbidden, wanted])
        names, found = reply if isinstance(reply, list) and len(reply) == 2 else (None, None)
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.channel.broken("the names that it defines aren't names")
        self._keep_names(found)
        return list(names)

    def reload(self) -> None:
        """Run what was loaded once more, so that nothing is left of what it has done since."""
        self.names.clear()
        self.channel.begin_test(self.channel.limits.cpu_seconds)
        self._keep_names(self._order("reload", []))

    def _keep_names(self, found: Any) -> None:
        """Functions and classes that a grader will ask for come along: each would take a request of its own."""
        if not isinstance(found, dict) or not all(type(name) is str for name in found):
            self.channel.broken("what it defines has no names")
        for known, handle in found.items():
            if isinstance(handle, Handle) and known in self.parameters and not known.startswith("_"):
                handle._label = known
                self.names[known] = handle

    def _order(self, name: str, arguments: list[Any]) -> Any:
        """A request that concerns no test's values: there is nothing to refuse in its reply."""
        try:
            return self.channel.request(name, arguments)[0]
        except ReplyRefused:
            self.channel.broken("a refusal where there is nothing to refuse")

    # -- crossing --

    def _resolve(self, tree: list[Any]) -> "Handle":
        tag, number, name = tree
        if tag != wire.HANDLE or type(number) is not int or number < 1 or not isinstance(name, str):
            raise wire.WireError("a handle that isn't one")
        handle = self.handles.get(number)
        if handle is None:
            # A handle that was dropped here and has come again meanwhile must not be dropped over there.
            if number in self.channel.dropped:
                self.channel.dropped.remove(number)
            handle = Handle(self, number, name[:100])
            self.handles[number] = handle
        return handle

    def _finish_tensor(self, tensor: Any, requires_grad: bool, mark: Any, node: int | None) -> Any:
        link = None
        if mark is not None and node is not None:
            link = self.links.get(node)
            if link is None:
                link = self.links[node] = GraphReference(self, node)
        adapter = values.adapter_of(tensor)
        assert adapter is not None  # it was built by one
        return adapter.received(tensor, link, mark, self._inputs)

    def _refer(self, value: Any) -> list[Any]:
        if isinstance(value, Handle):
            if value._session is not self:
                raise TypeError("a handle of another answer, or of a process that has ended, was handed in")
            return [wire.HANDLE, value._number]
        if callable(value):
            callback = value if isinstance(value, Callback) else self._recorders.get(id(value))
            callback = callback or Callback(value, DEFAULT_CALLBACKS)
            number = self._callback_numbers.setdefault(id(value), len(self._callback_numbers) + 1)
            self.channel.callbacks.setdefault(number, lambda *args, **kwargs: self._called(callback, args, kwargs))
            return [wire.CALLBACK, number, callback.__name__]
        raise TypeError(f"a {type(value).__name__} can't be handed to an answer")

    def _called(self, callback: Callback, args: Any, kwargs: Any) -> tuple[Any, list[Any]]:
        trees, buffers, _ = self._encode(callback(*args, **kwargs))
        return trees[0], buffers

    def _encode(self, *values: Any) -> tuple[list[Any], list[Any], list[Any]]:
        """The trees, their buffers, and the tensors that want a gradient, in the order in which they cross."""
        leaves: list[Any] = []

        def mark(tensor: Any) -> None:
            if tensor.requires_grad:
                leaves.append(tensor)

        encoder = wire.Encoder(self._refer, mark)
        return [encoder.encode(value) for value in values], encoder.buffers, leaves

    def request(self, name: str, call: Call, plain: Sequence[Any], *values: Any) -> Any:
        """One request: `plain` goes as it is (handles' references, names), `values` are encoded."""
        call.op = name
        self.called += name == "call"
        if self.recording:
            call.args = tuple(self._recorded(value) for value in call.args)
            call.kwargs = {key: self._recorded(value) for key, value in call.kwargs.items()}
        trees, buffers, leaves = self._encode(*values)
        outer_inputs, self._inputs = self._inputs, leaves
        self.calls.append(call)
        try:
            result, changed = self.channel.request(name, [*plain, *trees], buffers)
        except ReplyRefused as error:
            raise AssertionError(str(error)) from None
        except AnswerRaised:
            call.raised = True
            raise
        finally:
            self._inputs = outer_inputs
        call.result = result
        self._check_changes(call, changed)
        return result

    def _recorded(self, value: Any) -> Any:
        """An argument; a function as the callback that keeps what it gives."""
        if isinstance(value, Handle | type) or not callable(value) or hasattr(value, "shape"):
            return value
        callback = value if isinstance(value, Callback) else self._recorders.get(id(value))
        callback = callback or Callback(value, DEFAULT_CALLBACKS)
        callback.replies = [] if callback.replies is None else callback.replies
        self._recorders[id(value)] = callback
        return callback

    def refuse_objects(self, call: Call, opaque: list[int] | None) -> None:
        """Fail the test when the last reply holds an object of the answer that isn't opaque."""
        expected = 0
        if opaque is not None:
            expected = sum(place < len(call.result) for place in opaque) if _is_row(call.result) else not opaque
        if self.channel.references > expected:
            found = (
                f"an object of the class `{call.result._type_name}`" if isinstance(call.result, Handle) else "objects"
            )
            self.fail(f"`{call.name}` gave back {found}, where numbers, arrays, texts or lists of them are asked for.")

    def fail(self, says: str) -> NoReturn:
        """End the test in a way that a grader can't catch."""
        outcome = NotData(says)
        self.channel.fatal = self.channel.fatal or outcome
        raise outcome

    def _check_changes(self, call: Call, changed: list[Any]) -> None:
        """Keep the first change of an argument that must stay: it costs one test, and the others go on."""
        names = self.parameters.get(call.name.rsplit(".", 1)[-1], [])
        for place in changed:
            name = names[place] if isinstance(place, int) and 0 <= place < len(names) else place
            if name in self.changes:
                continue
            which = f"`{name}`" if isinstance(name, str) else f"number {int(name) + 1}"
            if self.changed is None:
                self.changed = ChangedArgument(
                    f"`{call.name}` changed its argument {which} in place; the caller's data must stay as it was. "
                    "Work on a copy.",
                    call,
                )

    def name(self, name: str) -> Any:
        """A module-level name of the answer; functions and classes are looked up once.

        Raises:
            CannotBeCalled: when it isn't there as the stub asks for it.
        """
        if name in self.unusable:
            raise CannotBeCalled(self.unusable[name])
        if name not in self.names:
            try:
                value, _ = self.channel.request("name", [name])
            except ReplyRefused as error:
                raise AssertionError(f"`{name}`: {error}") from None
            if not isinstance(value, Handle):
                return value
            value._label = name
            self.names[name] = value
        return self.names[name]

    def refuse_what_it_lacks(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Raises CannotBeCalled when a call needs a parameter that a function of the answer lacks."""
        wrong = self.shorter.get(name)
        if wrong is not None and wrong.own is not None:
            try:
                wrong.own.bind(*args, **kwargs)
            except TypeError:
                raise CannotBeCalled(wrong.sentence) from None

    def make(self, kind: str, *args: Any, **kwargs: Any) -> Any:
        return self.request("make", Call(f"submission.{kind}", args, kwargs), [kind], list(args), kwargs)

    def close(self) -> None:
        self.channel.process.end()


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

    def __init__(self, session: AnswerSession, number: int, type_name: str) -> None:
        set_slot = object.__setattr__
        set_slot(self, "_session", session)
        set_slot(self, "_number", number)
        set_slot(self, "_type_name", type_name)
        set_slot(self, "_label", type_name)
        weakref.finalize(self, session.channel.dropped.append, number)

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

    def _call(self, args: Any, kwargs: Any) -> tuple[Call, Any]:
        # An object that was made by a class of the answer, or a function or class itself.
        name = f"{self._label}(...)" if self._label == self._type_name else self._label
        call = Call(name, args, kwargs, target=self)
        self._session.refuse_what_it_lacks(self._label, args, kwargs)
        opaque = self._session.opaque.get(self._label)
        result = self._session.request("call", call, [self._tree, opaque], list(args), kwargs)
        if opaque is not None and not _stays(result, opaque):
            self._session.channel.broken("it gives away what is opaque")
        return call, result

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        call, result = self._call(args, kwargs)
        session = self._session
        if self._label in session.functions and session.names.get(self._label) is self:
            session.refuse_objects(call, session.opaque.get(self._label))
        return result

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


def _is_row(result: Any) -> bool:
    return isinstance(result, list | tuple)


def _stays(result: Any, opaque: list[int]) -> bool:
    """Whether what is opaque of a result is a handle; what isn't there, isn't given away."""
    if not opaque:
        return isinstance(result, Handle)
    if not _is_row(result):
        return True
    return all(isinstance(result[place], Handle) for place in opaque if place < len(result))


def _number(value: Any, kind: type[Any]) -> Any:
    if type(value) is not kind:
        raise AssertionError(f"A number was expected; got {value!r:.200}.")
    return value
