"""What adapters share for writing arrays as Python source, to the bit."""

import base64
from collections.abc import Callable
from typing import Any

from kata.values.adapter import NoSource

# Beyond so many entries an array is written as bytes, and beyond so many bytes not at all.
MOST_ENTRIES = 2000
MOST_BYTES = 8 << 20
WIDE = 100

Write = Callable[[Any, int], str]  # source of a plain value, set in by so many columns


def nested(values: Any, indent: int, write: Write) -> str:
    """The nested lists of an array, each innermost one on a line where there is room."""
    if not isinstance(values, list) or not values or not isinstance(values[0], list):
        return write(values, indent)
    inside = f",\n{' ' * (indent + 1)}".join(nested(row, indent + 1, write) for row in values)
    line = "[" + ", ".join(nested(row, 0, write) for row in values) + "]"
    return line if "\n" not in line and len(line) + indent <= WIDE else f"[{inside}]"


def shortest(array: Any) -> Any:
    """The entries of an array as nested lists; those of narrow floats with no more digits than they need."""
    import numpy

    if array.dtype.kind == "f" and array.dtype.itemsize < 8:
        rounded = numpy.array([float(str(entry)) for entry in array.flat]).reshape(array.shape)
        if rounded.astype(array.dtype).tobytes() == array.tobytes():
            return rounded.tolist()
    return array.tolist()


def of_bytes(data: bytes) -> str:
    """The bytes of an array.

    Raises:
        NoSource: when there are too many.
    """
    if len(data) > MOST_BYTES:
        raise NoSource(f"an array of {len(data) >> 20} MiB is too large to be written as source")
    return f'base64.b64decode("{base64.b64encode(data).decode()}")'
