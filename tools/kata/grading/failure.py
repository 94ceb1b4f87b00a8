"""How a test ended that did not pass, as the grader judged it: what the diagnosis compares.

One that fails says where and how. What came before was right, and what would have come after was never judged.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from kata.grading.channel import AnswerRaised
from kata.grading.outcomes import Outcome
from kata.testing import compare
from kata.testing.compare import Mismatch


@dataclass
class Failure:
    """The assertion at which a test failed.

    Attributes:
        kind: in what way: one of `compare.Kind` for a comparison; "raised", "missing exception", "assert", "unusable",
            "argument", or an outcome's status.
        place: the lines of the grader that led there, outermost first.
        after: how many comparisons had begun by then, and how many calls had been made: tells the rounds of a loop
            apart, and which of two failures of one test came first.
        actual: the value that was compared.
        right: what it should have been.
        part: the innermost part of `actual` that was compared, and of `right`.
        of_itself: whether it was compared with another result of the same answer.
        text: of an exception or an assertion; the type's name comes first.
    """

    kind: str
    place: tuple[int, ...] = ()
    after: tuple[int, int] = (0, 0)
    actual: Any = None
    right: Any = None
    part: tuple[Any, Any] = (None, None)
    of_itself: bool = False
    text: str = ""


def failure_of(item: pytest.Item, error: BaseException | None, calls: int, results: Sequence[Any]) -> Failure:
    """What is to be remembered of a test item that did not pass.

    Args:
        calls: how many had been made by then.
        results: what the answer gave back in the test.
    """
    failure = Failure(_kind(error), _lines(item, error), (compare.begun, calls))
    if isinstance(error, Mismatch):
        failure.actual, failure.right, failure.part = error.actual, error.right, error.part
        failure.of_itself = any(error.right is one for one in _with_items(results))
    elif isinstance(error, AnswerRaised):
        failure.text = f"{error.type_name}: {error.text}"
    elif error is not None:
        failure.text = f"{type(error).__name__}: {error}"[:2000]
    return failure


def failure_of_change(says: str) -> Failure:
    """What is to be remembered of a test that passed but for an argument that was changed: it is judged last."""
    return Failure("argument", after=(sys.maxsize, 0), text=says)


def _with_items(results: Sequence[Any]) -> Iterator[Any]:
    """Values, and the items of lists and dicts of them; without plain numbers, which are the same object by chance."""
    for result in results:
        items = result.values() if isinstance(result, dict) else result if isinstance(result, list | tuple) else ()
        yield from (one for one in (result, *items) if not isinstance(one, bool | int | float | str | None))


def _kind(error: BaseException | None) -> str:
    if isinstance(error, Mismatch):
        return error.kind
    if isinstance(error, AnswerRaised):
        return "raised"
    if isinstance(error, Outcome):
        return error.status
    if isinstance(error, pytest.fail.Exception):
        return "missing exception" if str(error).startswith("DID NOT RAISE") else "assert"
    if isinstance(error, AssertionError):
        return "assert"
    return "unusable"


def _lines(item: pytest.Item, error: BaseException | None) -> tuple[int, ...]:
    """The lines of the grader's file in the traceback of what ended a test."""
    filename = str(item.path)
    trace = error.__traceback__ if error is not None else None
    lines = []
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            lines.append(trace.tb_lineno)
        trace = trace.tb_next
    return tuple(lines)
