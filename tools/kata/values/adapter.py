"""What the platform has to know of the values of one library: an adapter's duties, with what most libraries need.

Adapters are used in both processes, so this imports only the standard library. An adapter never imports its library
while it is itself imported: a value of that library can be met only once it is loaded.
"""

import sys
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol


class WireError(Exception):
    """A frame that breaks the grammar or a bound."""


class CannotCross(Exception):
    """A value of a kind that can't cross; the message is a sentence."""


class NoSource(Exception):
    """A value that can't be written; the message is a clause that says why."""


class Writer(Protocol):
    """What an adapter may ask of `wire.Encoder`."""

    def encode(self, value: Any) -> Any:
        """The tree of another value."""

    def payload(self, data: Any, size: int) -> Any:
        """What stands in a tree for the bytes of an array."""

    def refer(self, value: Any) -> list[Any]:
        """What stands in a tree for a value that doesn't cross."""

    def mark_tensor(self, value: Any) -> Any:
        """What travels with a value that may have a gradient: None, or a whole number."""


class Reader(Protocol):
    """What an adapter may ask of `wire.Decoder`."""

    def payload(self, data: Any) -> bytearray:
        """The bytes that `Writer.payload` put there."""

    def finish_tensor(self, value: Any, requires_grad: bool, mark: Any) -> Any:
        """What stands in the place of a value that may have a gradient."""


class Maker(NamedTuple):
    """A way to make a random generator in the answer's process, `submission.NAME(seed)`."""

    make: Callable[[int], Any]
    source: str  # Python that does the same, with {} for the seed


class Adapter:
    """How the values of one library cross, are compared, shown, written as source and recognised.

    Attributes:
        package: the library's module.
        names: what its modules are called in scripts and in `kata try`: {"np": "numpy"}.
        decoders: by tag, builds a value from (decoder, *items); whatever it raises is a malformed value.
        makers: generators by the name that a grader makes them by.
    """

    def __init__(
        self,
        package: str,
        names: Mapping[str, str],
        decoders: Mapping[int, Callable[..., Any]] = MappingProxyType({}),
        makers: Mapping[str, Maker] = MappingProxyType({}),
    ) -> None:
        self.package = package
        self.names = names
        self.decoders = decoders
        self.makers = makers

    @property
    def loaded(self) -> bool:
        """Whether the library is loaded in this process."""
        return self.package in sys.modules

    def holds(self, kind: type) -> bool:
        """Whether values of this type are the library's; asked only while it is loaded."""
        return False

    def set_up(self) -> None:
        """Prepare the library, once it is loaded: one thread, for a start."""

    def seed(self, seed: int) -> None:
        """Seed its global generator."""

    def restore_settings(self) -> None:
        """Put back what an answer may have set for all of its process, and what makes it repeatable."""

    def operators(self) -> tuple[list[Any], list[type]]:
        """Where its functions can be had besides their documented names: objects that hold them, and kinds of them."""
        return [], []

    # -- crossing --

    def encode(self, value: Any, writer: Writer) -> Any:
        """The tree of a value.

        Raises:
            CannotCross: says why, and what to return instead.
        """
        return writer.refer(value)

    def encode_class(self, kind: type) -> list[Any] | None:
        """The tree of a class that crosses by value; None for any other."""
        return None

    def freeze(self, value: Any) -> None:
        """Make a copy that came from the answer refuse to be written to."""

    # -- gradients --

    def received(self, value: Any, link: Any, index: int | None, inputs: list[Any]) -> Any:
        """What a grader gets for a value that may have a gradient, see `kata.values.torch_copies.received`."""
        return value

    def vjp(self, output: Any, inputs: list[Any], cotangent: Any, *, differentiable: bool) -> list[Any]:
        """The vector-Jacobian product of an output for each input, itself differentiable when asked for."""
        raise TypeError(f"a {type(output).__name__} has no gradient")

    def parameter_gradients(self, module: Any, output: Any, cotangent: Any) -> dict[str, Any]:
        """The gradients of sum(output * cotangent) for the module's parameters, by name; None where there is none."""
        raise TypeError(f"a {type(output).__name__} has no gradient")

    # -- comparing and recognising --

    def numbers(self, value: Any) -> tuple[Any, str] | None:
        """A NumPy array with the value's numbers, and the name of their dtype; None for what holds no numbers."""
        return None

    def noun(self, value: Any) -> str:
        """What an array of the library is called, "a NumPy array"; empty for its other values."""
        return ""

    # -- showing and writing --

    def label(self, value: Any) -> str:
        """What is said beside the numbers of an array: its shape and dtype."""
        return ""

    def source(self, value: Any, indent: int, write: Callable[[Any, int], str]) -> str:
        """Python that makes the value again, to the bit.

        Args:
            indent: columns that the lines after the first are set in.
            write: gives the source of a plain value, with its own indent.

        Raises:
            NoSource: when there is none.
        """
        raise NoSource(f"a {type(value).__name__} can't be written as source")
