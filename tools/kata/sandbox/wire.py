"""The values between the grader and the answer's process: data by value, everything else by reference.

A value becomes a tree for msgpack and, beside it, the buffers of large arrays; `frames` sends the two. Values that
msgpack knows stand for themselves; everything else is a list that begins with a tag. Nothing in a tree can name a class
or be called, and the reader checks every list against the grammar before it builds anything.

Plain Python's values are encoded here, a library's by its adapter in `kata.values`. Both sides use this module, so it
imports only the standard library; a library is looked up when a value of its own is met.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from kata import values
from kata.values.adapter import CannotCross, WireError

MAX_DEPTH = 100
MAX_KEYS = 20_000
# Items of lists and the like, all levels together: each takes the reader longer than the writer.
MAX_ITEMS = 1_000_000
# Keys whose hashes are all the same make a dict or set quadratic in its size.
MAX_EQUAL_HASHES = 50
# Smaller arrays travel inside the body: a system call of their own would cost more than the copy.
INLINE_BYTES = 16 << 10

# The tags of plain Python's values, and of what stands for an object; adapters have theirs from 20 on.
(
    LIST,
    TUPLE,
    DICT,
    SET,
    FROZENSET,
    BIG_INT,
    COMPLEX,
    SLICE,
    RANGE,
    ELLIPSIS,
    HANDLE,
    CALLBACK,
) = range(12)

__all__ = ["CannotCross", "Decoder", "Encoder", "WireError"]


# -- encoding ---------------------------------------------------------------------------------------------------------


class Encoder:
    """Turns values into a tree for msgpack.

    Args:
        refer: makes the tagged list for a value that doesn't cross by value.
        mark_tensor: called with every tensor; what it returns (None, or whole numbers) travels with it.
    """

    def __init__(
        self, refer: Callable[[Any], list[Any]], mark_tensor: Callable[[Any], Any] = lambda tensor: None
    ) -> None:
        self.refer = refer
        self.mark_tensor = mark_tensor
        self.buffers: list[Any] = []
        self.items = 0

    def encode(self, value: Any, depth: int = 0) -> Any:
        kind = type(value)
        if value is None or kind is bool or kind is float or kind is str or kind is bytes:
            return value
        if kind is int:
            return value if -(2**63) <= value < 2**63 else [BIG_INT, hex(value)]
        if depth >= MAX_DEPTH:
            raise CannotCross(f"The value is nested more than {MAX_DEPTH} levels deep (or contains itself).")
        adapter = values.adapter_of(value)
        if adapter is not None:
            return adapter.encode(value, self)
        if isinstance(value, list | tuple | dict | set | frozenset):
            return self._container(value, depth + 1)
        if isinstance(value, int | float | str | bytes):
            return self._base(value, depth)
        return self._other(value, depth + 1)

    def _container(self, value: Any, depth: int) -> list[Any]:
        """Subclasses arrive as their base."""
        self.items += len(value) + 1
        if self.items > MAX_ITEMS // 2:  # a dict's count twice over there
            raise CannotCross(f"The value holds more than {MAX_ITEMS // 2:,} items; use an array.")
        if isinstance(value, list):
            return [LIST, *[self.encode(item, depth) for item in list.__iter__(value)]]
        if isinstance(value, tuple):
            return [TUPLE, *[self.encode(item, depth) for item in tuple.__iter__(value)]]
        if isinstance(value, dict):
            pairs: list[Any] = [DICT]
            for key, item in dict.items(value):
                pairs += (self.encode(key, depth), self.encode(item, depth))
            return pairs
        tag = SET if isinstance(value, set) else FROZENSET
        return [tag, *[self.encode(item, depth) for item in value]]

    def _base(self, value: Any, depth: int) -> Any:
        """What an object of a subclass is as one of its base."""
        if isinstance(value, int):
            return self.encode(int.__int__(value), depth)
        if isinstance(value, float):
            return float.__float__(value)
        if isinstance(value, str):
            return str.__str__(value)
        return bytes.__getitem__(value, slice(None))

    def _other(self, value: Any, depth: int) -> list[Any]:
        kind = type(value)
        if isinstance(value, complex):
            return [COMPLEX, value.real, value.imag]
        if kind is slice or kind is range:
            parts = [self.encode(part, depth) for part in (value.start, value.stop, value.step)]
            return [SLICE if kind is slice else RANGE, *parts]
        if value is Ellipsis:
            return [ELLIPSIS]
        if kind is type:
            for adapter in values.loaded():
                tree = adapter.encode_class(value)
                if tree is not None:
                    return tree
        return self.refer(value)

    def payload(self, data: Any, size: int) -> Any:
        """What stands in a tree for the bytes of an array: themselves, or the number of their buffer."""
        if size <= INLINE_BYTES:
            return bytes(data)
        self.buffers.append(data)
        return len(self.buffers) - 1


# -- decoding ---------------------------------------------------------------------------------------------------------


class Decoder:
    """Builds values from a tree, and refuses with a WireError whatever isn't in the grammar.

    Args:
        buffers: the frame's large arrays.
        resolve: turns the tagged list of a HANDLE or CALLBACK into an object.
        finish_tensor: called with (tensor, requires_grad, mark); returns what stands in its place.

    Attributes:
        items: how many items of lists were met, of which a frame holds one a byte.
        references: how many values were met that did not cross by value.
    """

    def __init__(
        self,
        buffers: list[bytearray],
        resolve: Callable[[list[Any]], Any],
        finish_tensor: Callable[[Any, bool, Any], Any],
    ) -> None:
        self.buffers = buffers
        self.resolve = resolve
        self.finish_tensor = finish_tensor
        self.items = 0
        self.references = 0

    def decode(self, tree: Any, depth: int = 0) -> Any:
        if not isinstance(tree, list):
            if tree is None or isinstance(tree, bool | int | float | str | bytes):
                return tree
            raise WireError(f"a {type(tree).__name__} stands where a value was expected")
        if depth > MAX_DEPTH:
            raise WireError("nested too deeply")
        if not tree or type(tree[0]) is not int:
            raise WireError("a list without a tag")
        self.items += len(tree)
        if self.items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS:,} items in lists")
        tag, items = tree[0], tree[1:]
        depth += 1
        if tag == LIST:
            return [self.decode(item, depth) for item in items]
        if tag == TUPLE:
            return tuple([self.decode(item, depth) for item in items])
        if tag in (SET, FROZENSET, DICT):
            return self._hashed(tag, items, depth)
        if tag in (HANDLE, CALLBACK):
            self.references += 1
            return self.resolve(tree)
        return self._built(tag, items)

    def _built(self, tag: int, items: list[Any]) -> Any:
        builder = _BUILDERS.get(tag)
        if builder is None:
            raise WireError(f"unknown tag {tag}")
        try:
            return builder(self, *items)
        except WireError:
            raise
        except Exception as error:
            raise WireError(f"a malformed value (tag {tag}: {type(error).__name__})") from None

    def _hashed(self, tag: int, items: list[Any], depth: int) -> Any:
        if len(items) > MAX_KEYS * (2 if tag == DICT else 1):
            raise WireError(f"a set or dict with more than {MAX_KEYS} keys")
        values = [self.decode(item, depth) for item in items]
        try:
            if tag == DICT:
                if len(values) % 2:
                    raise WireError("a dict with a key and no value")
                self._check_hashes(values[::2])
                return dict(zip(values[::2], values[1::2], strict=True))
            self._check_hashes(values)
            return set(values) if tag == SET else frozenset(values)
        except TypeError:
            raise WireError("an unhashable key") from None

    def _check_hashes(self, keys: list[Any]) -> None:
        if len(keys) > MAX_EQUAL_HASHES and max(Counter(map(hash, keys)).values()) > MAX_EQUAL_HASHES:
            raise WireError("keys whose hashes are the same")

    def payload(self, payload: Any) -> bytearray:
        """The bytes that `Encoder.payload` put into a tree."""
        if isinstance(payload, bytes):
            return bytearray(payload)
        if type(payload) is not int or not 0 <= payload < len(self.buffers):
            raise WireError("a payload that isn't there")
        return self.buffers[payload]

    def _big_int(self, digits: Any) -> int:
        if not isinstance(digits, str) or len(digits) > 1 << 20:
            raise WireError("a malformed integer")
        return int(digits, 16)

    def _parts(self, *parts: Any) -> list[Any]:
        if len(parts) != 3:
            raise WireError("a slice or range without three parts")
        return [self.decode(part, MAX_DEPTH) for part in parts]


_BUILDERS: dict[int, Callable[..., Any]] = {
    BIG_INT: Decoder._big_int,
    COMPLEX: lambda decoder, real, imaginary: complex(real, imaginary),
    SLICE: lambda decoder, *parts: slice(*decoder._parts(*parts)),
    RANGE: lambda decoder, *parts: range(*decoder._parts(*parts)),
    ELLIPSIS: lambda decoder: Ellipsis,
    **values.DECODERS,
}
