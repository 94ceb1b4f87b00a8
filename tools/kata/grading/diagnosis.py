"""Which known mistake gives the results that the answer gave.

The mistakes are run on the same inputs as the answer, in processes of their own, and their results compared with the
answer's, value by value.
"""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from kata.grading.channel import AnswerRaised
from kata.grading.handles import Handle, TraceMarker
from kata.grading.outcomes import Outcome
from kata.grading.plugin import run_item, test_name
from kata.grading.verdict import Diagnosis

if TYPE_CHECKING:
    import pytest

    from kata.grading.run import Run

MOST_SECONDS = 1.0


class Diagnoser:
    """Looks for the known mistake behind one answer's failure.

    Args:
        mistakes: name, says and source of each.
        items: the kata's tests.
        start: makes the run of a mistake's source.
        remembered: what a mistake's source gave so far, (passed, trace) by test item; new results are added to it.
    """

    def __init__(
        self,
        mistakes: list[dict[str, str]],
        items: list["pytest.Item"],
        start: Callable[[str], "Run"],
        remembered: Callable[[str], dict[str, tuple[bool, list[Any]]]],
    ) -> None:
        self.mistakes = mistakes
        self.items = items
        self.start = start
        self.remembered = remembered
        self.runs: dict[str, Run] = {}  # of the mistakes that are in question
        self.deadline = time.perf_counter() + MOST_SECONDS

    def diagnose(self, failing: set[str], traces: dict[str, list[Any]]) -> Diagnosis | None:
        """The known mistake that reproduces the whole run, else one that stands alone on a failing test.

        Failing tests are taken one after another, so that a mistake is run on the next only while it is in question.
        When time is up, nothing is said that hasn't been made sure of.

        Args:
            failing: names of the tests that failed.
            traces: what the answer gave, by test item.
        """
        suspects = [item for item in self.items if test_name(item) in failing and identifies(traces.get(item.name, []))]
        alone: Diagnosis | None = None
        refuted: set[str] = set()
        try:
            for suspect in suspects:
                matches = [mistake for mistake in self.mistakes if self._same_failure(mistake, suspect, traces)]
                for mistake in matches:
                    if mistake["name"] not in refuted and self._same_run(mistake, traces):
                        tests = list(dict.fromkeys(test_name(item) for item in suspects))
                        return Diagnosis(mistake["name"], mistake["says"], tests, True)
                    refuted.add(mistake["name"])
                if len(matches) == 1 and alone is None:
                    alone = Diagnosis(matches[0]["name"], matches[0]["says"], [test_name(suspect)], False)
        except TimeoutError:
            pass
        return alone

    def _same_failure(self, mistake: dict[str, str], item: "pytest.Item", traces: dict[str, list[Any]]) -> bool:
        passed, trace = self._results(mistake, item)
        return not passed and same_results(trace, traces[item.name])

    def _same_run(self, mistake: dict[str, str], traces: dict[str, list[Any]]) -> bool:
        """Whether a mistake gives every result of the run, the passing tests' too."""
        return all(same_results(self._results(mistake, item)[1], traces.get(item.name, [])) for item in self.items)

    def _results(self, mistake: dict[str, str], item: "pytest.Item") -> tuple[bool, list[Any]]:
        """(passed, trace) of a mistake in one test item.

        Raises:
            TimeoutError: when time is up.
        """
        known = self.remembered(mistake["source"])
        if item.name in known:
            return known[item.name]
        if time.perf_counter() > self.deadline:
            raise TimeoutError
        run = self.runs.get(mistake["name"])
        try:
            if run is None:
                run = self.runs[mistake["name"]] = self.start(mistake["source"])
                run.start()
            # One that hangs must not use up a test's whole time.
            run.hurry = max(self.deadline - time.perf_counter(), 0.2)
            test = run_item(item, None, run)
            if test.status == "timeout":
                return False, []
            known[item.name] = (test.status == "passed", run.traces.get(item.name, []))
        except (AnswerRaised, Outcome):
            known[item.name] = (False, [TraceMarker("raised", "import")])
        return known[item.name]

    def close(self) -> None:
        """End the mistakes' processes."""
        for run in self.runs.values():
            run.close()


def same_results(one: list[Any], other: list[Any]) -> bool:
    """Whether two traces of a test hold the same results, rounding aside."""
    return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))


def identifies(trace: list[Any]) -> bool:
    """Whether a trace says enough to recognise a mistake by.

    Results that are all NaN, constant, empty or an exception could come from anywhere.
    """
    return any(_informative(result) for result in trace)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Handle) or isinstance(other, Handle):
        # Inside another value. One that stands alone is in the trace by its type's name.
        return type(one) is type(other) and one._type_name == other._type_name
    numpy = sys.modules["numpy"]
    one, other = _plain(one), _plain(other)
    if isinstance(one, numpy.ndarray | numpy.generic) or isinstance(other, numpy.ndarray | numpy.generic):
        return _same_arrays(one, other)
    if type(one) is not type(other):
        return False
    if isinstance(one, float):
        return _same_arrays(numpy.asarray(one), numpy.asarray(other))
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)


def _plain(value: Any) -> Any:
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        value = value.detach().as_subclass(torch.Tensor)
        return (value.float() if value.dtype == torch.bfloat16 else value).numpy()
    return value


def _same_arrays(one: Any, other: Any) -> bool:
    numpy = sys.modules["numpy"]
    one, other = numpy.asarray(one), numpy.asarray(other)
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    if one.dtype.kind not in "fc":
        return bool((one == other).all())
    rtol = 1e-7 if one.dtype.itemsize >= 8 else 1e-4
    finite = other[numpy.isfinite(other)]
    scale = float(numpy.abs(finite).max()) if finite.size else 0.0
    return bool(numpy.allclose(one, other, rtol=rtol, atol=rtol * scale, equal_nan=True))


def _informative(value: Any) -> bool:
    numpy = sys.modules["numpy"]
    value = _plain(value)
    if isinstance(value, numpy.ndarray) and value.ndim:
        if value.dtype.kind in "fc":
            value = value[~numpy.isnan(value)]
        return bool(value.size > 1 and (value != value.flat[0]).any())
    if isinstance(value, numpy.ndarray) and not value.ndim:
        value = value.item()
    if isinstance(value, float | numpy.floating):
        return bool(numpy.isfinite(value)) and float(value) != round(float(value))
    if isinstance(value, int | numpy.integer) and not isinstance(value, bool):
        return abs(int(value)) > 2
    if isinstance(value, str | bytes):
        return len(value) > 1
    if isinstance(value, dict):
        return len(value) > 1 or any(_informative(item) for item in value.values())
    if isinstance(value, list | tuple | set | frozenset):
        items = list(value)
        return any(_informative(item) for item in items) or (
            len(items) > 1 and any(not _same(items[0], i) for i in items)
        )
    return False
