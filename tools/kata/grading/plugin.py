"""The pytest plugin of graders: fixtures, points, and what each test's end means to a learner.

It is used in two ways: by the grading server, which collects a grader once and runs its tests for one answer after
another, and by plain pytest (`pytest graders/TRACK/test_KATA.py --submission FILE`) through graders/conftest.py.
"""

import contextlib
import hashlib
import re
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from kata.errors import CannotGrade
from kata.grading.calls import Call, ChangedArgument
from kata.grading.channel import AnswerRaised
from kata.grading.failure import failure_of
from kata.grading.outcomes import Outcome, Timeout
from kata.grading.pytest_private import run_protocol
from kata.grading.run import Run
from kata.grading.submission import Submission
from kata.grading.verdict import Test, TestStatus
from kata.testing import compare
from kata.testing.show import show_call

if TYPE_CHECKING:
    import numpy

RUN = pytest.StashKey[Run]()
_CPU_SECONDS = pytest.StashKey[float]()


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "points(n): what the test is worth, a whole number; they sum to 100")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test's timeout is in CPU seconds of the answer; pytest-timeout watches the wall clock, ten times that."""
    for item in items:
        marker = item.get_closest_marker("timeout")
        if marker is not None:
            item.stash[_CPU_SECONDS] = float(marker.args[0])


class _Begun:
    """The test that runs now. A fixture that takes pytest's `request` costs as much as a small test does."""

    item: pytest.Item
    run: Run


@pytest.fixture
def submission() -> Submission:
    """The answer, in a process of its own."""
    try:
        return _Begun.run.submission()
    except Outcome as outcome:
        # `judge` takes it from the run. It is no Exception, and pytest never sets a fixture up again that raised such.
        pytest.fail(str(outcome))


@pytest.fixture
def rng() -> "numpy.random.Generator":
    """A NumPy generator for the grader alone, seeded by the run, the kata and the test."""
    import numpy as np

    return np.random.default_rng(_seed(_Begun.run, _Begun.item.name))


def _seed(run: Run, test: str) -> int:
    return int.from_bytes(hashlib.sha256(f"{run.seed}/{run.kata}/{test}".encode()).digest()[:16])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    run = item.config.stash.get(RUN, None)
    if run is not None and run.error is None and call.excinfo is not None:
        run.error = call.excinfo.value
    return (yield)


def test_name(item: pytest.Item) -> str:
    """The name of the test function, without a parameter set's brackets."""
    return getattr(item, "originalname", None) or item.name


def points_of(item: pytest.Item) -> int:
    marker = item.get_closest_marker("points")
    return marker.args[0] if marker is not None and marker.args and type(marker.args[0]) is int else 0


def title_of(item: pytest.Item) -> str:
    doc = getattr(getattr(item, "function", None), "__doc__", None) or ""
    return doc.strip().split("\n")[0]


def blank_tests(items: list[pytest.Item]) -> dict[str, Test]:
    """One entry for each test function, before anything has run: what doesn't report has not passed."""
    tests: dict[str, Test] = {}
    for item in items:
        name = test_name(item)
        tests.setdefault(name, Test(name, title_of(item), "not_run", 0, points_of(item)))
    return tests


def begin_item(item: pytest.Item, run: Run) -> None:
    """Start the clock of a test: CPU seconds for the answer, wall clock for pytest-timeout."""
    _Begun.item, _Begun.run = item, run
    item.own_markers[:] = [marker for marker in item.own_markers if marker.name != "timeout"]
    item.add_marker(pytest.mark.timeout(longest(item, run), method="signal"))
    compare.begun = 0
    # The answer's seed says nothing of the grader's.
    run.begin_test(item.name, cpu_limit(item, run), _seed(run, f"{item.name}/answer") >> 65)


def cpu_limit(item: pytest.Item, run: Run) -> float:
    """The most CPU seconds that the answer may use in a test."""
    return item.stash.get(_CPU_SECONDS, run.limits.cpu_seconds)


def longest(item: pytest.Item, run: Run) -> float:
    """The most seconds that a test may take, on both sides together."""
    return cpu_limit(item, run) * run.limits.wall_factor + 5


def run_item(item: pytest.Item, following: pytest.Item | None, run: Run) -> Test:
    """Run one test item for the answer of `run`."""
    item.config.stash[RUN] = run
    begin_item(item, run)
    begun = time.perf_counter()
    reports = run_protocol(item, following)
    duration = time.perf_counter() - begun
    if isinstance(run.error, CannotGrade):
        raise run.error
    ran = any(report.when == "call" for report in reports)
    test = judge(item, run.error, ran, run)
    test.duration = round(duration, 6)
    run.end_test()
    return test


def judge(item: pytest.Item, error: BaseException | None, ran: bool, run: Run) -> Test:
    """What the end of a test means, as the learner reads it."""
    test = Test(test_name(item), title_of(item), "passed", points_of(item), points_of(item))
    test.output = run.printed()
    if run.fatal is not None:
        error = run.fatal
    elif isinstance(error, pytest.fail.Exception) and str(error).startswith("Timeout"):
        # It struck in the middle of a conversation, which can't be taken up again.
        error = run.give_up(Timeout("The test took too long on the grader's side."))
    if error is None and ran:
        if run.changed is not None:
            script = run.script(run.changed.call) if run.recording else ""
            run.changes[item.name] = replace(run.changed, script=script)
        return test
    test.points = 0
    test.status, test.message = _meaning(error, run)
    run.failures[item.name] = failure_of(item, error, run.called(), [call.result for call in run.calls()])
    if run.job.options.shown:
        _explain(test, item, error, run)
    test.message = shortened(test.message)
    return test


def charge_change(test: Test, change: ChangedArgument) -> Test:
    """A test that passed, made to fail for an argument that was changed in it."""
    call = show_call(change.call.name, change.call.args, change.call.kwargs)
    return replace(test, status="failed", points=0, message=change.says, call=shortened(call), script=change.script)


def _explain(test: Test, item: pytest.Item, error: BaseException | None, run: Run) -> None:
    """Show the failing call and its values, to the learner; and to the author what has gone wrong unexpectedly."""
    call = _call_of(getattr(error, "actual", None), run.calls())
    if call is not None:
        named = call.op == "getattr" or "=" in call.name
        test.call = call.name if named else show_call(call.name, call.args, call.kwargs)
        if run.recording or (run.job.options.scripts == "timeouts" and test.status == "timeout"):
            test.script = run.script(call)
    for name in ("expected", "got", "where", "map"):
        # Made from whatever an answer may give, and no verdict depends on it.
        with contextlib.suppress(Exception):
            setattr(test, name, getattr(error, name, ""))
    if isinstance(error, AnswerRaised | Timeout):
        test.traceback = run.show_frames(error.frames)
    for name in ("call", "expected", "got", "where", "traceback"):
        setattr(test, name, shortened(getattr(test, name)))
    if test.status == "grader_error" or not isinstance(
        error, AssertionError | Outcome | AnswerRaised | pytest.fail.Exception
    ):
        run.author_log += f"{item.name}:\n{shortened(_full_traceback(error), 10_000)}\n"


def shortened(text: str, most: int = 4000) -> str:
    """A text that an answer may have made long, with its middle left out."""
    return text if len(text) <= most else f"{text[: most // 2]}\n[...]\n{text[-most // 2 :]}"


def _meaning(error: BaseException | None, run: Run) -> tuple[TestStatus, str]:
    if isinstance(error, Timeout):
        return "timeout", f"{error} {run.whereabouts(error.frames)}".rstrip()
    if isinstance(error, Outcome):
        return error.status, str(error)  # type: ignore[return-value]
    if isinstance(error, AnswerRaised):
        if error.type_name == "NotImplementedError":
            where = f" (`{error.frames[-1][1]}`)" if error.frames else ""
            return "failed", f"Not written yet: your code raises NotImplementedError{where}."
        text = f": {error.text}" if error.text else ""
        return "failed", f"Your code raised {error.type_name}{text}"
    if error is None or isinstance(error, pytest.skip.Exception):
        return "grader_error", "The grader skipped this test, which never counts as passed."
    if isinstance(error, pytest.fail.Exception):
        text = str(error)
        if text.startswith("DID NOT RAISE"):
            return "failed", f"{missing_exception(text)} was expected here, and your code raised nothing."
        return "failed", text
    if isinstance(error, AssertionError):
        return "failed", str(error) or "The result is not what it should be."
    if run.replied():
        if "does not require grad" in str(error) or "appears to not have been used" in str(error):
            return "failed", "The result isn't connected to its input by a gradient: something detaches it on the way."
        return "failed", f"What your code returned can't be used ({type(error).__name__}: {error})."
    return "grader_error", f"The grader itself failed ({type(error).__name__}: {error}); your answer was not judged."


def missing_exception(text: str) -> str:
    """The exceptions that pytest says were not raised, as words of a sentence."""
    names = re.findall(r"[A-Z]\w+", text.removeprefix("DID NOT RAISE"))
    return " or ".join(names) or "an exception"


def _call_of(actual: Any, calls: list[Call]) -> Call | None:
    """The call that gave `actual`; else the last one that was made."""
    shown = [call for call in calls if not call.name.startswith("submission.") and call.name not in ("next", "iter")]
    if actual is not None:
        for call in reversed(shown):
            if call.result is actual:
                return call
    return shown[-1] if shown else None


def _full_traceback(error: BaseException | None) -> str:
    return "".join(traceback.format_exception(error)) if error is not None else "no exception; the test was skipped"
