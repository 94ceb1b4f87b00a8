"""Values as Python source that makes them again, to the bit: for a script that repeats a call."""

import re
from typing import Any

from kata import values
from kata.values.adapter import NoSource
from kata.values.literal import WIDE

__all__ = ["NoSource", "preamble", "source_of"]


def source_of(value: Any, indent: int = 0) -> str:
    """Source whose value equals `value`; `base64`, `nan`, `inf` and names of libraries (`np`) stand for what they say.

    Args:
        indent: columns that the lines after the first are set in.

    Raises:
        NoSource: for what is no plain value, array or tensor, and for what is too large.
    """
    adapter = values.adapter_of(value)
    if adapter is not None:
        return adapter.source(value, indent, source_of)
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
    if "\n" not in line and len(line) + indent <= WIDE:
        return line
    if not any("\n" in item for item in items) and max(map(len, items)) <= 24:
        return start + _filled(items, indent + len(start)) + end
    margin = " " * (indent + 4)
    return f"{start}\n{margin}" + f",\n{margin}".join(items) + f",\n{' ' * indent}{end}"


def _filled(items: list[str], indent: int) -> str:
    lines, line = [], ""
    for item in items:
        if line and len(line) + len(item) + indent + 2 > WIDE:
            lines.append(line)
            line = ""
        line += item + ", "
    return ("\n" + " " * indent).join(part.rstrip() for part in [*lines, line]).rstrip(",")


def preamble(source: str) -> list[str]:
    """The lines that a script with such sources begins with, for the names that they use."""
    names = {"base64": "base64"}
    for adapter in values.ADAPTERS:
        names |= adapter.names
    used = {name: module for name, module in names.items() if re.search(rf"(?<![\w.]){name}\.", source)}
    lines = [f"import {module}" + (f" as {name}" if name != module else "") for name, module in used.items()]
    if "nan" in source or "inf" in source:
        lines += ["", 'nan, inf = float("nan"), float("inf")']
    return lines
