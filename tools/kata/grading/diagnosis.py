"""Which known mistakes explain why an answer fails.

A mistake is run on the inputs of the answer, in a process of its own, and explains a failing test when it fails there
at the same assertion, in the same way, with the same value. One that fails a test which the answer passes, or fails it
before the answer does, is contradicted. Of the others, the fewest that explain the most points are named. Where two
explain the same tests equally well, neither is.

Most programs that make a mistake differ from the known one in some other way. So where none is named, one that gives
the answer's very values for most of the lost points is, though it is contradicted elsewhere.

To fail at the same assertion without a value that says something is little evidence: it counts where every failing
test is explained, or beside tests in which that mistake gives the answer's values. (Of names that rested on it alone,
with other failures left over, half were untrue.)

How far the search goes is counted in runs of a mistake in a test and never in seconds, so that an answer gets the same
words on a busy machine as on an idle one.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kata.grading.likeness import Likeness, earlier, likeness
from kata.grading.plugin import points_of, test_name
from kata.grading.verdict import Diagnosis

if TYPE_CHECKING:
    import pytest

    from kata.grading.failure import Failure

MOST_NAMED = 3
# Of one mistake in one test, known from before or not: who was graded before must make no difference.
MOST_RUNS = 150
RUNS_OF_A_TIMEOUT = 10  # as many are counted for one that takes its whole time

CUT_SHORT = "The search for known mistakes was ended before it had tried them all in every test."


@dataclass(eq=False)
class _Test:
    """A failing test: the first of its items that failed, and how."""

    name: str
    item: "pytest.Item"
    failure: "Failure"
    points: int


@dataclass(eq=False)
class _Suspect:
    """A mistake, and what is known of it by now."""

    mistake: dict[str, str]
    tried: dict[str, Likeness] = field(default_factory=dict)  # by failing test
    contradicted: bool = False
    confirmed: bool = False  # it fails nothing that the answer passes
    completes: bool = False  # what it explains by likenesses without a value counts

    def alike(self, tests: Iterable[_Test]) -> list[_Test]:
        """The failing tests in which it fails as the answer does."""
        return [test for test in tests if self.tried.get(test.name, Likeness.NONE) > Likeness.NONE]

    def explained(self, tests: list[_Test]) -> list[_Test]:
        """The failing tests that it explains.

        A likeness without a value counts only beside one with a value, or where nothing is left over.
        """
        alike = self.alike(tests)
        sure = any(self.tried[test.name] > Likeness.KIND for test in alike)
        return alike if sure or self.completes or len(alike) == len(tests) else []


class Diagnoser:
    """Looks for the known mistakes behind one answer's failures.

    Args:
        mistakes: name, says, caught_by and source of each.
        items: the test items that the answer was run in, in the grader's order.
        fails: how a mistake's source fails in a test item; None when it passes.
    """

    def __init__(
        self,
        mistakes: list[dict[str, str]],
        items: list["pytest.Item"],
        fails: Callable[[str, "pytest.Item"], "Failure | None"],
    ) -> None:
        self.mistakes = mistakes
        self.items = items
        self.fails = fails
        self.runs = 0
        self.cut_short = False

    def diagnose(self, failures: dict[str, "Failure"]) -> list[Diagnosis]:
        """The mistakes that explain the failing tests, what explains the most points first.

        Args:
            failures: how the answer failed, by test item.
        """
        self.failures = failures
        self.tests = self._failing_tests()
        passed = {test_name(item) for item in self.items} - {test.name for test in self.tests}
        # What a mistake is caught by, the proof says; an answer that passes there doesn't make it.
        # An argument that is changed is charged to one test, whichever the mistake is caught by.
        charged = [test for test in self.tests if test.failure.kind == "argument"]
        suspects = [_Suspect(one) for one in self.mistakes if charged or one["caught_by"] not in passed]
        named: list[_Suspect] = []
        try:
            for suspect in suspects:
                caught = [test for test in self.tests if test.name == suspect.mistake["caught_by"]]
                self._try(suspect, [*caught, *charged])
            likely = [suspect for suspect in suspects if any(suspect.tried.values())]
            for suspect in likely:
                self._try(suspect, self.tests)
            named, left = self._choose(likely)
            if left:
                for suspect in suspects:
                    self._try(suspect, self.tests)
                named, left = self._choose(suspects)
            if not named:
                return self._told(self._with_the_same_values(suspects))
        except _NoMoreRuns:
            self.cut_short = True
        return self._told(named)

    def _failing_tests(self) -> list[_Test]:
        tests: dict[str, _Test] = {}
        for item in self.items:
            name = test_name(item)
            if item.name in self.failures and name not in tests:
                tests[name] = _Test(name, item, self.failures[item.name], points_of(item))
        return list(tests.values())

    def _run(self, suspect: _Suspect, item: "pytest.Item") -> "Failure | None":
        if self.runs >= MOST_RUNS:
            raise _NoMoreRuns
        failure = self.fails(suspect.mistake["source"], item)
        self.runs += RUNS_OF_A_TIMEOUT if failure is not None and failure.kind == "timeout" else 1
        return failure

    def _try(self, suspect: _Suspect, tests: list[_Test], *, even_contradicted: bool = False) -> None:
        """Compare what a mistake does in failing tests with what the answer does."""
        for test in tests:
            if test.name in suspect.tried or (suspect.contradicted and not even_contradicted):
                continue
            failure = self._run(suspect, test.item)
            suspect.tried[test.name] = Likeness.NONE
            if failure is None:
                continue
            suspect.tried[test.name] = likeness(test.failure, failure)
            if suspect.tried[test.name] is Likeness.NONE and earlier(failure, test.failure):
                suspect.contradicted = failure.kind != "timeout"

    def _choose(self, suspects: list[_Suspect]) -> tuple[list[_Suspect], list[_Test]]:
        """The fewest that explain the most, each that is chosen being sure; and the tests that none explains."""
        named: list[_Suspect] = []
        left = list(self.tests)
        while left and len(named) < MOST_NAMED:
            ranked = self._ranked(suspects, left)
            if not ranked:
                break
            rank, best = ranked[0]
            if not self._confirm(best):
                continue
            equal = [other for other_rank, other in ranked[1:] if other_rank == rank and self._confirm(other)]
            if all(other.mistake["says"] == best.mistake["says"] for other in equal):
                named.append(best)
            covered = {test.name for test in best.explained(self.tests)}
            left = [test for test in left if test.name not in covered]
        completing = self._completing(suspects, left) if left else []
        if completing and len(named) + len(completing) <= MOST_NAMED:
            for suspect in completing:
                suspect.completes = True
            return named + completing, []
        return named, left

    def _with_the_same_values(self, suspects: list[_Suspect]) -> list[_Suspect]:
        """The one that gives the answer's values for most of the points that are lost, whatever it does elsewhere.

        None if several do, or where values are but counts of draws.
        """
        for suspect in suspects:
            self._try(suspect, self.tests, even_contradicted=True)
        valued = [test for test in self.tests if test.failure.kind != "law"]
        alike = [one for one in suspects if any(one.tried[test.name] >= Likeness.NEAR for test in valued)]
        points = {one: sum(test.points for test in one.alike(self.tests)) for one in alike}
        best = [one for one in alike if points[one] == max(points.values())]
        most = bool(best) and 2 * points[best[0]] > sum(test.points for test in self.tests)
        return best[:1] if most and len({one.mistake["says"] for one in best}) == 1 else []

    def _completing(self, suspects: list[_Suspect], left: list[_Test]) -> list[_Suspect]:
        """Those that explain all that is left by likenesses without a value; none if some of it remains.

        Each must be the only one that can: so much by chance is unlikely, where each of them alone would be likely.
        """
        found: list[_Suspect] = []
        while left:
            able = [suspect for suspect in suspects if left[0] in suspect.alike(left) and self._confirm(suspect)]
            most = max((len(suspect.alike(left)) for suspect in able), default=0)
            best = [suspect for suspect in able if len(suspect.alike(left)) == most]
            if len({suspect.mistake["says"] for suspect in best}) != 1:
                return []
            found.append(best[0])
            left = [test for test in left if test not in best[0].alike(left)]
        return found

    def _ranked(self, suspects: list[_Suspect], left: list[_Test]) -> list[tuple[tuple[int, ...], _Suspect]]:
        """Those that explain something of what is left, the best first, with what they are ranked by."""
        found = []
        for suspect in suspects:
            if suspect.contradicted:
                continue
            explained = {test.name for test in suspect.explained(self.tests)}
            new = [test for test in left if test.name in explained]
            if not new:
                continue
            points = sum(test.points for test in new)
            first = -min(self.tests.index(test) for test in new)
            how_like = sum(suspect.tried[test.name] for test in new)
            found.append(((points, first, how_like), suspect))
        return sorted(found, key=lambda pair: pair[0], reverse=True)

    def _confirm(self, suspect: _Suspect) -> bool:
        """Make sure that a mistake fails nothing that the answer passes."""
        if not suspect.confirmed and not suspect.contradicted:
            for item in self.items:
                failure = self._run(suspect, item) if item.name not in self.failures else None
                # A mistake has less time than an answer, so that it might have passed with more of it.
                if failure is not None and failure.kind != "timeout":
                    suspect.contradicted = True
                    return False
            suspect.confirmed = True
        return suspect.confirmed

    def _told(self, named: list[_Suspect]) -> list[Diagnosis]:
        lost = sum(test.points for test in self.tests)
        diagnoses = []
        for suspect in named:
            tests = suspect.explained(self.tests)
            points = sum(test.points for test in tests)
            headline = tests[0] is self.tests[0] or 2 * points > lost
            names = [test.name for test in tests]
            name, says = suspect.mistake["name"], suspect.mistake["says"]
            diagnoses.append(Diagnosis(name, says, names, points, len(tests) == len(self.tests), headline))
        # A small part of what is wrong, and of nothing else, was most often like another mistake by chance.
        return diagnoses if any(diagnosis.headline for diagnosis in diagnoses) else []


class _NoMoreRuns(Exception):
    pass
