"""Guards on what a kata forbids: functions that raise when the learner's file calls them.

A second witness only: the verdict is made from the source, on the grader's side, see `kata.grading.rules`.
"""

import sys
import types
from typing import Any

from kata import values


class ForbiddenCall(BaseException):
    """The guard saw the learner's file call something that the kata forbids."""


def guard(dotted: str, reason: str, filename: str) -> bool:
    """Make one forbidden function raise when the learner's file calls it, or has it called; others may call it by name.

    Returns:
        Whether it is there to be guarded.
    """
    parts = dotted.split(".")
    module = next((".".join(parts[:n]) for n in range(len(parts), 0, -1) if ".".join(parts[:n]) in sys.modules), None)
    if module is None:
        return False
    holder: Any = sys.modules[module]
    *path, last = parts[module.count(".") + 1 :] or [""]
    for name in path:
        holder = getattr(holder, name, None)
    original = getattr(holder, last, None) if last else None
    if original is None:
        return False
    if isinstance(original, type):
        return _guard_in(original, "__init__", last, reason, filename)
    return _guard_in(holder, last, last, reason, filename)


def _guard_in(holder: Any, attribute: str, name: str, reason: str, filename: str) -> bool:
    original = getattr(holder, attribute, None)
    if original is None:
        return False
    if getattr(original, "_guards", None) == filename:
        return True  # for what was loaded here before

    def guarded(*args: Any, **kwargs: Any) -> Any:
        if _is_behind(sys._getframe(1), name, filename):
            raise ForbiddenCall(reason)
        return original(*args, **kwargs)

    guarded._guards = filename  # type: ignore[attr-defined]
    try:
        setattr(holder, attribute, guarded)
    except (AttributeError, TypeError):
        return False
    return True


def _is_behind(caller: types.FrameType, name: str, filename: str) -> bool:
    """Whether the learner's file calls a function, or handed it to somebody who does.

    A library that calls it by its name does what it does for everybody.
    """
    if caller.f_code.co_filename == filename:
        return True
    if name in caller.f_code.co_names:
        return False
    frame = caller.f_back
    while frame is not None:
        if frame.f_code.co_filename == filename:
            return True
        frame = frame.f_back
    return False


def guard_operators(forbidden: list[list[str]], filename: str) -> None:
    """Guard what a library has the same functions under, besides its documented names: its tables of operators."""
    for adapter in values.loaded():
        own = f"{adapter.package}."
        reasons = {dotted.rpartition(".")[2].lstrip("_"): why for dotted, why in forbidden if dotted.startswith(own)}
        if not reasons:
            continue
        tables, kinds = adapter.operators()
        for name, reason in reasons.items():
            for table in tables:
                for spelling in (name, f"_{name}", f"special_{name}"):
                    _guard_in(table, spelling, spelling, reason, filename)
        for kind in kinds:
            _guard_calls_of(kind, reasons, filename)


def _guard_calls_of(kind: Any, reasons: dict[str, str], filename: str) -> None:
    """Guard the operators of one kind, each by its own name."""
    call = kind.__call__
    original = getattr(call, "_original", call)

    def guarded(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        name = str(self.__name__).partition(".")[0]
        reason = reasons.get(name.lstrip("_").removeprefix("special_"))
        if reason is not None and _is_behind(sys._getframe(1), name, filename):
            raise ForbiddenCall(reason)
        return original(self, *args, **kwargs)

    guarded._original = original  # type: ignore[attr-defined]
    kind.__call__ = guarded
