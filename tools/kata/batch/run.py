"""A run: what is planned is graded, and every result is kept as it comes."""

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from kata.batch.plan import Course, Seeds, parts
from kata.batch.store import DiskFull, Store, StoreError, ran_out_of_time
from kata.batch.student_files import Problem
from kata.errors import CannotGrade
from kata.grading.engine import level_from
from kata.grading.job import Scripts
from kata.grading.pool import GradingRequest, dealt
from kata.grading.verdict import Verdict

PATIENCE = 600.0  # seconds in which somebody may make room on a full disk
_LOOK_AGAIN = 1.0
MOST_SCRIPT = 60_000  # characters of a failing call as a script: a page is for reading

# Where a second grading with the same seed must give the same: the tests ran, or the file was loaded.
_REPEATED = ("failed", "broken")


class Grader(Protocol):
    """A pool of engines on this machine, or a cluster."""

    jobs: int  # how many engines, each of which is best left to one kata; 1 where that can't be chosen

    def grade(
        self, submissions: Iterable[GradingRequest]
    ) -> Iterator[tuple[GradingRequest, Verdict | CannotGrade]]: ...  # pragma: no cover


@dataclass(frozen=True)
class RunEvent:
    """Something that happened in a run, for whoever shows it. Numbers are of the run so far."""

    done: int  # of what was planned
    graded: int
    failed: int  # did not pass
    repeated: int
    faults: int  # no verdict, or the grader's fault
    says: str = ""  # a sentence for a human, now and then


@dataclass
class _Counts:
    done: int = 0
    graded: int = 0
    failed: int = 0
    repeated: int = 0
    faults: int = 0


@dataclass(frozen=True)
class _Key:
    """What a submission is known by on its way."""

    key: str
    digest: str
    seed: int
    first: Verdict | None = field(default=None, compare=False)  # None: no result yet
    planned: bool = True  # False for a second grading that follows from the first in this run


def grade_planned(
    store: Store,
    course: Course,
    grader: Grader,
    *,
    seeds: Seeds,
    run: int,
    on_event: Callable[[RunEvent], None] = lambda _: None,
    patience: float = PATIENCE,
) -> RunEvent:
    """Grade what `make_plan` has listed. What fails is graded a second time with the same seed.

    Args:
        patience: for so many seconds a full disk is waited for.

    Raises:
        StoreError: when results can't be kept any more. Those before are.
    """
    return _Run(store, course, grader, seeds, run, on_event, patience).run()


def demanded(level: str | None, least: str) -> str:
    """The level at which answers are to run here: the one that is asked for, else the best, if that is enough.

    Raises:
        CannotGrade: when this machine offers less than `least`.
    """
    if level is not None:
        return level
    try:
        return level_from(least)
    except CannotGrade as error:
        raise CannotGrade(f"{error} `--confinement` with a level takes that one all the same.") from None


class _Run:
    def __init__(
        self,
        store: Store,
        course: Course,
        grader: Grader,
        seeds: Seeds,
        number: int,
        on_event: Callable[[RunEvent], None],
        patience: float,
    ) -> None:
        self.store = store
        self.course = course
        self.grader = grader
        self.number = number
        self.on_event = on_event
        self.patience = patience
        self.counts = _Counts()
        self.again: deque[tuple[str, _Key]] = deque()  # kata and key
        self.katas = {kata.name: kata for kata in course.katas}
        self.bases = {
            kata.name: store.basis(kata.name, parts(kata, seeds.basis(kata.name), course.diagnose))
            for kata in course.katas
        }

    def run(self) -> RunEvent:
        # A kata for each engine at a time: one that stays with a kata needn't load its grader and mistakes again.
        rows = (self.store.chunks("todo", "key, kata, hash, again, seed", kata=kata) for kata in self.katas)
        waiting = dealt(rows, self.grader.jobs)

        def submissions() -> Iterator[GradingRequest]:
            while True:
                if self.again:
                    kata, key = self.again.popleft()
                elif row := next(waiting, None):
                    text, kata, digest, again, seed = row
                    key = _Key(text, digest, seed, self.store.verdict(text) if again else None)
                else:
                    return
                yield self._submission(kata, key)

        while True:
            for submission, outcome in self.grader.grade(submissions()):
                self._take(submission, outcome)
            if not self.again:
                return self._event()

    def _submission(self, kata: str, key: _Key) -> GradingRequest:
        source = self.store.source(key.digest)
        diagnose = self.course.diagnose and key.first is None
        # What ran out of time isn't graded a second time.
        scripts: Scripts = "timeouts" if key.first is None else "all"
        return GradingRequest(key, self.katas[kata], source, seed=key.seed, diagnose=diagnose, scripts=scripts)

    def _take(self, submission: GradingRequest, outcome: Verdict | CannotGrade) -> None:
        key = submission.key
        assert isinstance(key, _Key)
        name = submission.kata.name
        outcome = with_short_scripts(outcome) if isinstance(outcome, Verdict) else outcome
        self.counts.done += key.planned
        if isinstance(outcome, CannotGrade):
            self.counts.faults += 1
            self._kept(lambda: self._fault(key, name, f"There is no verdict: {outcome}"))
        elif key.first is not None:
            difference = unlike(key.first, outcome)
            verdict = with_scripts(key.first, outcome)
            self._kept(lambda: self.store.keep_repeat(self.number, key.key, difference, verdict))
            self.counts.repeated += 1
        else:
            self._kept(lambda: self.store.keep(self.number, key.key, key.digest, self.bases[name], outcome))
            self.counts.graded += 1
            self.counts.failed += not outcome.passed
            if outcome.status == "grader_error":
                self.counts.faults += 1
                self._kept(lambda: self._fault(key, name, f"The grader was at fault: {outcome.message}"))
            elif outcome.status in _REPEATED and not ran_out_of_time(outcome):
                self.again.append((name, _Key(key.key, key.digest, key.seed, outcome, planned=False)))
        self.on_event(self._event())

    def _fault(self, key: _Key, kata: str, says: str) -> None:
        """A row for each student whose answer has no verdict."""
        with self.store.transaction() as connection:
            connection.execute(
                "INSERT INTO problems SELECT student, kata, path, ? FROM answers WHERE key = ?", (says, key.key)
            )

    def _kept(self, write: Callable[[], None]) -> None:
        """Write, and wait for room while the disk is full: what was graded isn't thrown away."""
        deadline = time.monotonic() + self.patience
        reported = False
        while True:
            try:
                write()
                break
            except DiskFull as error:
                if time.monotonic() > deadline:
                    raise
                if not reported:
                    self.on_event(self._event(f"{error} The run goes on when there is room."))
                    reported = True
                time.sleep(_LOOK_AGAIN)
        if reported:
            says = "The disk was full in the middle of the run, which waited until there was room. No result was lost."
            with contextlib.suppress(StoreError):
                self.store.add_problems([Problem(None, "", "", says)])

    def _event(self, says: str = "") -> RunEvent:
        counts = self.counts
        return RunEvent(counts.done, counts.graded, counts.failed, counts.repeated, counts.faults, says)


def with_short_scripts(verdict: Verdict) -> Verdict:
    """The verdict without the scripts that are too large for a student's page: they would be kept for nothing."""
    says = "# The inputs of this call are too large for this page."
    tests = [replace(one, script=says) if len(one.script) > MOST_SCRIPT else one for one in verdict.tests]
    return replace(verdict, tests=tests)


def with_scripts(first: Verdict, second: Verdict) -> Verdict:
    """The first of two verdicts on one answer, with the scripts of the calls that failed in both."""
    again = {(test.name, test.status, test.call): test.script for test in second.tests}
    tests = [replace(one, script=again.get((one.name, one.status, one.call), one.script)) for one in first.tests]
    return replace(first, tests=tests)


def unlike(one: Verdict, other: Verdict) -> str:
    """What differs between two verdicts on one answer with the same seed, as a sentence; "" when they agree."""
    before = {test.name: test.status for test in one.tests}
    after = {test.name: test.status for test in other.tests}
    changed = [name for name in before if after.get(name) != before[name]]
    if one.status != other.status and not changed:
        return f"The first time it was {one.status}, the second time {other.status}."
    if not changed:
        return ""
    reported = ", ".join(f"{name} ({before[name]}, then {after.get(name, 'missing')})" for name in changed[:3])
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"With the same seed, {one.points} points and then {other.points}: {reported}{more}."
