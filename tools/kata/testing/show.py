"""Values and calls as text for a failure message: short, and with what a reader needs to place them."""

import functools
import reprlib
import types
from typing import Any

from kata import values
from kata.safe import cut

MAX_CHARS = 1200
MOST_CALL_LINES = 20  # of a call's arguments together, so that the last ones are seen too

_short = reprlib.Repr()
_short.maxlist = _short.maxtuple = _short.maxset = _short.maxfrozenset = 24
_short.maxdict = 16
_short.maxstring = 200
_short.maxlong = 60
_short.maxother = 200
_short.maxlevel = 5


def show_value(value: Any, limit: int = MAX_CHARS) -> str:
    """One value, shortened; arrays and tensors with their shape and dtype once they don't fit on a line."""
    try:
        text = _show(value)
    except Exception as error:
        text = f"<a {type(value).__name__} that can't be shown: {type(error).__name__}>"
    return cut(text, limit)


def _show(value: Any) -> str:
    adapter = values.adapter_of(value)
    numbers = None if adapter is None else adapter.numbers(value)
    if adapter is not None and numbers is not None:
        label = adapter.label(value)
        return _show_array(numbers[0], label) if label else _show(numbers[0].item())
    if isinstance(value, float):
        return f"{value:.10g}" if value != int_or_none(value) else repr(value)
    if isinstance(value, types.FunctionType | types.MethodType | types.BuiltinFunctionType | functools.partial):
        # Without its address, which differs from run to run.
        return f"<the function {getattr(value, '__name__', 'partial')}>"
    if isinstance(value, dict) or (isinstance(value, list | tuple) and _has_arrays(value)):
        return _show_container(value)
    return _short.repr(value)


def int_or_none(value: float) -> float | None:
    return float(int(value)) if abs(value) < 1e15 else None


def _has_arrays(value: Any, depth: int = 4) -> bool:
    """Whether a list or tuple holds, at some depth, what its own repr shows badly: arrays, floats, and dicts."""
    return any(
        hasattr(item, "shape")
        or isinstance(item, float | dict)
        or (depth > 0 and isinstance(item, list | tuple) and _has_arrays(item, depth - 1))
        for item in value[:50]
    )


def _show_container(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{show_value(k, 60)}: {show_value(v, 150)}" for k, v in list(value.items())[:12])
        return "{" + inside + (", ..." if len(value) > 12 else "") + "}"
    inside = ", ".join(show_value(item, 150) for item in value[:24]) + (", ..." if len(value) > 24 else "")
    if isinstance(value, tuple):
        return f"({inside}{',' if len(value) == 1 else ''})"
    return f"[{inside}]"


def _show_array(array: Any, label: str) -> str:
    import numpy

    # A table of ten by ten is read at a glance when its cells are short.
    threshold = 60 if array.dtype.kind in "fc" else 100
    text = numpy.array2string(array, precision=4, threshold=threshold, edgeitems=3, max_line_width=70, separator=", ")
    if len(text) > MAX_CHARS - 100:  # the shape and the dtype must not be cut off
        text = text[: MAX_CHARS - 100].rpartition("\n")[0] + "\n ..."
    if "\n" in text:
        return f"{text}\n({label})"
    return f"{text} ({label})" if array.size > 8 or array.ndim != 1 or array.size == 0 else text


def show_call(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """A call as it could be written, with its inputs shortened."""
    parts = [show_value(arg, 240) for arg in args] + [f"{key}={show_value(arg, 240)}" for key, arg in kwargs.items()]
    if not any("\n" in part for part in parts):
        line = f"{name}({', '.join(parts)})"
        if len(line) <= 100:
            return line
    room = max(MOST_CALL_LINES // max(len(parts), 1), 3)
    inside = ",\n".join("    " + _few_lines(part, room).replace("\n", "\n    ") for part in parts)
    return f"{name}(\n{inside}\n)"


def _few_lines(text: str, most: int) -> str:
    """A value's text with its middle left out; the last line has an array's shape and dtype."""
    lines = text.split("\n")
    return text if len(lines) <= most else "\n".join([*lines[: most - 2], " ...", lines[-1]])
