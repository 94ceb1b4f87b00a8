"""Values as Python source that makes them again, to the bit: for a script that repeats a call."""

import base64
import sys
from typing import Any

# Beyond so many entries an array is written as bytes, and beyond so many bytes not at all.
MOST_ENTRIES = 2000
MOST_BYTES = 8 << 20
_WIDE = 100


class NoSource(Exception):
    """The value can't be written as source; the message says why."""


def source_of(value: Any, indent: int = 0) -> str:
    """Source whose value equals `value`; `np`, `torch`, `base64`, `nan` and `inf` stand for what they say.

    Args:
        indent: columns that the lines after the first are set in.

    Raises:
        NoSource: for what is no plain value, array or tensor, and for what is too large.
    """
    numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return _tensor(value, indent, torch)
    if torch is not None and isinstance(value, torch.dtype):
        return str(value)
    if numpy is not None:
        if isinstance(value, numpy.ndarray):
            return _array(value, indent)
        if isinstance(value, numpy.generic):
            return f"{_dtype(value.dtype)}({source_of(_short(value))})"
        if isinstance(value, numpy.dtype):
            return f"np.dtype({value.str!r})"
    return _plain(value, indent)


def _plain(value: Any, indent: int) -> str:
    kind = type(value)
    if value is None or value is Ellipsis or kind in (bool, int, str, bytes):
        return repr(value)
    if kind is float:
        return repr(value)  # nan and inf are names of the script
    if kind is complex:
        return f"complex({value.real!r}, {value.imag!r})"
    if kind in (slice, range):
        return f"{kind.__name__}({', '.join(source_of(part) for part in (value.start, value.stop, value.step))})"
    if kind is dict:
        pairs = [f"{source_of(key, indent + 4)}: {source_of(item, indent + 4)}" for key, item in value.items()]
        return _joined("{", pairs, "}", indent)
    if isinstance(value, list):
        return _joined("[", [source_of(item, indent + 4) for item in value], "]", indent)
    if isinstance(value, tuple):
        items = [source_of(item, indent + 4) for item in value]
        return "(" + items[0] + ",)" if len(items) == 1 else _joined("(", items, ")", indent)
    if kind in (set, frozenset):
        if not value:
            return f"{kind.__name__}()"
        inside = _joined("{", [source_of(item, indent + 4) for item in value], "}", indent)
        return inside if kind is set else f"frozenset({inside})"
    raise NoSource(f"a {kind.__name__} can't be written as source")


def _joined(start: str, items: list[str], end: str, indent: int) -> str:
    """On a line where there is room, else an item a line."""
    line = start + ", ".join(items) + end
    if "\n" not in line and len(line) + indent <= _WIDE:
        return line
    if not any("\n" in item for item in items) and max(map(len, items)) <= 24:
        return start + _filled(items, indent + len(start)) + end
    margin = " " * (indent + 4)
    return f"{start}\n{margin}" + f",\n{margin}".join(items) + f",\n{' ' * indent}{end}"


def _filled(items: list[str], indent: int) -> str:
    lines, line = [], ""
    for item in items:
        if line and len(line) + len(item) + indent + 2 > _WIDE:
            lines.append(line)
            line = ""
        line += item + ", "
    return ("\n" + " " * indent).join(part.rstrip() for part in [*lines, line]).rstrip(",")


def _dtype(dtype: Any) -> str:
    """A dtype by its name in numpy where that says it all, else by its code."""
    if dtype.kind in "biufc" and dtype.isnative:
        return f"np.{dtype.name}" if dtype.name != "bool" else "np.bool_"
    return f"np.dtype({dtype.str!r}).type"


def _array(array: Any, indent: int) -> str:
    import numpy

    if array.dtype.kind not in "biufcSU":
        raise NoSource(f"an array of dtype {array.dtype} can't be written as source")
    dtype = _dtype(array.dtype) if array.dtype.isnative and array.dtype.kind in "biufc" else repr(array.dtype.str)
    if not array.size:
        return f"np.zeros({array.shape}, dtype={dtype})"
    if array.size > 24 and array.tobytes() == array.flat[0].tobytes() * array.size:
        return f"np.full({array.shape}, {source_of(array.flat[0].item())}, dtype={dtype})"
    if array.size <= MOST_ENTRIES and _is_exact(array):
        return f"np.array({_nested(_short(array), indent + 9)}, dtype={dtype})"
    return f"np.frombuffer({_bytes(numpy.ascontiguousarray(array).tobytes())}, dtype={dtype}).reshape({array.shape})"


def _is_exact(array: Any) -> bool:
    """Whether its entries cross Python's numbers unchanged: a long double's, and a NaN with a message, don't."""
    return bool(array.dtype.itemsize <= 8 or array.dtype.kind in "cSU")


def _short(array: Any) -> Any:
    """Its entries as nested lists; those of narrow floats with no more digits than they need."""
    import numpy

    if array.dtype.kind == "f" and array.dtype.itemsize < 8:
        rounded = numpy.array([float(str(entry)) for entry in array.flat]).reshape(array.shape)
        if rounded.astype(array.dtype).tobytes() == array.tobytes():
            return rounded.tolist()
    return array.tolist()


def _nested(values: Any, indent: int) -> str:
    """The nested lists of an array, each innermost one on a line where there is room."""
    if not isinstance(values, list) or not values or not isinstance(values[0], list):
        return source_of(values, indent)
    inside = f",\n{' ' * (indent + 1)}".join(_nested(row, indent + 1) for row in values)
    line = "[" + ", ".join(_nested(row, 0) for row in values) + "]"
    return line if "\n" not in line and len(line) + indent <= _WIDE else f"[{inside}]"


def _bytes(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise NoSource(f"an array of {len(data) >> 20} MiB is too large to be written as source")
    return f'base64.b64decode("{base64.b64encode(data).decode()}")'


def _tensor(tensor: Any, indent: int, torch: Any) -> str:
    grad = ", requires_grad=True" if tensor.requires_grad else ""
    plain = tensor.detach().resolve_conj().resolve_neg().contiguous()
    name = str(plain.dtype)
    if not plain.numel():
        return f"torch.zeros({tuple(plain.shape)}, dtype={name}{grad})"
    if plain.numel() <= MOST_ENTRIES:
        entries = _short(plain.numpy()) if plain.dtype in (torch.float32, torch.float16) else plain.tolist()
        return f"torch.tensor({_nested(entries, indent + 13)}, dtype={name}{grad})"
    data = _bytes(plain.reshape(-1).view(torch.uint8).numpy().tobytes())
    made = f"torch.frombuffer(bytearray({data}), dtype={name}).reshape({tuple(plain.shape)})"
    return f"{made}.requires_grad_()" if grad else made


def preamble(source: str) -> list[str]:
    """The lines that a script with such sources begins with, for the names that they use."""
    uses = {"base64.": "import base64", "np.": "import numpy as np", "torch.": "import torch"}
    lines = [line for name, line in uses.items() if name in source]
    if "nan" in source or "inf" in source:
        lines += ["", 'nan, inf = float("nan"), float("inf")']
    return lines
