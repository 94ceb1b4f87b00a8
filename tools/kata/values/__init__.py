"""The values of libraries: one adapter for each, and the adapter of a value.

Plain Python's own values need none: `kata.sandbox.wire`, `kata.testing` and `kata.values.source` know them.
"""

from collections.abc import Iterator
from typing import Any

from kata.values import numpy, torch, triton
from kata.values.adapter import Adapter, CannotCross, Maker, NoSource, WireError

__all__ = [
    "ADAPTERS",
    "DECODERS",
    "MAKERS",
    "Adapter",
    "CannotCross",
    "NoSource",
    "WireError",
    "adapter_of",
    "loaded",
    "noun",
    "numbers",
]

ADAPTERS: tuple[Adapter, ...] = (numpy.NumPy(), torch.Torch(), triton.Triton())
DECODERS = {tag: decode for adapter in ADAPTERS for tag, decode in adapter.decoders.items()}
MAKERS: dict[str, Maker] = {name: maker for adapter in ADAPTERS for name, maker in adapter.makers.items()}

_found: dict[type, Adapter | None] = {}


def adapter_of(value: Any) -> Adapter | None:
    """The adapter that a value belongs to; None for plain Python's, and for objects."""
    kind = type(value)
    try:
        return _found[kind]
    except KeyError:
        found = next((adapter for adapter in ADAPTERS if adapter.loaded and adapter.holds(kind)), None)
        _found[kind] = found
        return found


def loaded() -> Iterator[Adapter]:
    """The adapters of the libraries that are loaded in this process."""
    return (adapter for adapter in ADAPTERS if adapter.loaded)


def noun(value: Any) -> str:
    """What an array of whatever library is called, "a NumPy array"; empty for what is none."""
    adapter = adapter_of(value)
    return "" if adapter is None else adapter.noun(value)


def numbers(value: Any) -> tuple[Any, str] | None:
    """A library's value as a NumPy array of its numbers and the name of their dtype; None for any other."""
    adapter = adapter_of(value)
    return None if adapter is None else adapter.numbers(value)
