"""Grades the hostile answers as any other, and looks at what they got, saw, reached and left."""

import dataclasses
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from kata.audit.bait import Bait
from kata.audit.collection import HostileAnswer
from kata.catalog import Catalog, Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes
from kata.errors import CannotGrade
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict

CPU_SECONDS = 0.5  # of a test, a tenth of what it has otherwise, so that the audit ends soon
MOST_SECONDS = 120.0  # a whole grading: many tests at that limit, on a busy machine
_SETTLE_SECONDS = 5.0  # a busy machine takes its time to be rid of what was killed


@dataclass
class AuditResult:
    """What became of one hostile answer at one level. Each text is a sentence when it got what it tried, else empty."""

    name: str
    tries: str
    kata: str
    level: str
    share: int
    points: int = 0  # the most of its runs
    status: str = ""
    seconds: float = 0.0  # of its longest run
    forged: str = ""  # more points than its share
    leaked: str = ""  # a secret seen, a listener reached, a file changed outside its own folder
    hung: str = ""
    lost: str = ""  # no verdict; another answer disturbed, a process or file left; an honest one's points
    open: str = ""  # what it reached where the level promises no wall, and the verdict says so

    @property
    def held(self) -> bool:
        return not (self.forged or self.leaked or self.hung or self.lost)

    def to_dict(self) -> dict[str, Any]:
        return dataclasses.asdict(self) | {"held": self.held}


class Auditor:
    """Runs hostile answers, on one warm engine for each level. A context manager.

    Args:
        catalog: where their katas come from.
        make_engine: makes the engine of a level.
    """

    def __init__(
        self, catalog: Catalog, make_engine: Callable[[str], Engine] = lambda level: Engine(confinement=level)
    ) -> None:
        self.catalog = catalog
        self.make_engine = make_engine
        self.bait = Bait()
        self.engines: dict[str, Engine] = {}
        self.warm: set[tuple[str, str]] = set()

    def __enter__(self) -> "Auditor":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for engine in self.engines.values():
            engine.close()
        self.bait.close()

    def examine(self, submission: HostileAnswer, level: str) -> AuditResult:
        """Grade one hostile answer at one level: as it stands, and with the rules about its source set aside.

        Those refuse most of them before they run. The second time, only the walls are left.
        """
        kata = self.bait.kata(self.catalog.get(submission.kata))
        result = AuditResult(submission.name, submission.tries, kata.name, level, submission.share)
        engine = self._engine(kata, level)
        for exempt in (False,) if submission.rules_only or submission.honest else (False, True):
            for _ in range(submission.runs):
                self._run(submission, kata, engine, result, exempt)
        if submission.honest:
            # Its imports may be refused; nothing that it does may cost it points.
            self._run(submission, kata, engine, result, True)
            if result.points < submission.share:
                result.lost = result.lost or f"An honest answer got {result.points} of {submission.share} points."
        self._check_next_answer(kata, engine, result)
        return result

    def _engine(self, kata: Kata, level: str) -> Engine:
        if level not in self.engines:
            self.engines[level] = self.make_engine(level)
        engine = self.engines[level]
        if engine.pid is None or (kata.name, level) not in self.warm:
            # From here on, each process and folder of the engine's is known.
            engine.grade_with(kata, read_text(kata.reference_path), seed=1)
            self.warm.add((kata.name, level))
        return engine

    def _run(self, submission: HostileAnswer, kata: Kata, engine: Engine, result: AuditResult, exempt: bool) -> None:
        self._engine(kata, result.level)
        folder, server = engine.folder, engine.pid or 0
        bait = self.bait.described(kata, [os.getpid(), server])
        state, before = self.bait.state(), self.bait.processes(folder)
        files = _scratch_folders(folder)
        self.bait.reached()
        begun = time.perf_counter()
        try:
            verdict: Verdict | None = engine.grade_with(
                kata,
                submission.source(bait),
                seed=1,
                mistakes=load_mistakes(kata) if submission.diagnosed else None,
                exempt=exempt,
                cpu_seconds=CPU_SECONDS,
            ).verdict
        except CannotGrade as error:
            verdict = None
            result.lost = result.lost or f"There was no verdict: {error}"
        seconds = time.perf_counter() - begun
        result.seconds = max(result.seconds, round(seconds, 2))
        if seconds > MOST_SECONDS:
            result.hung = f"Its grading took {seconds:.0f} seconds."
        if verdict is not None:
            self._check_verdict(verdict, submission, result)
        self._check_side_effects(state, bait, result)
        self._check_processes(before, folder, server, result)
        files = _scratch_folders(folder) - files
        if files:
            self._record_loss(result, f"It left files: {', '.join(sorted(files)[:3])}.")
        self.bait.left.append(str(bait["left"]))

    def _check_verdict(self, verdict: Verdict, submission: HostileAnswer, result: AuditResult) -> None:
        result.points = max(result.points, verdict.points)
        result.status = verdict.status
        if verdict.points > submission.share or (verdict.passed and submission.share < verdict.max_points):
            result.forged = f"It got {verdict.points} points; {submission.share} are its share."
        if verdict.status == "grader_error":
            result.lost = result.lost or f"It was not judged: {verdict.message}"
        text = json.dumps(verdict.to_dict())
        for what, sign in [("a secret", self.bait.secret), ("a proof", f"proof{self.bait.number}")]:
            if sign in text:
                self._leak(result, f"Its verdict holds {what}.")
        if any(left in text for left in self.bait.left):
            self._leak(result, "It saw what an earlier answer had left.")

    def _check_side_effects(
        self, state: dict[str, tuple[int, int]], bait: dict[str, object], result: AuditResult
    ) -> None:
        reached = self.bait.reached()
        if reached:
            self._leak(result, f"It reached the listener: {', '.join(reached)}.")
        now = self.bait.state()
        changed = sorted(path for path in {*now, *state} if now.get(path) != state.get(path))
        if changed:
            self._leak(result, f"It changed or left a file: {', '.join(changed[:3])}.")
            self.bait.restore()

    def _check_processes(self, before: set[int], folder: str, server: int, result: AuditResult) -> None:
        def left() -> set[int]:
            found = self.bait.processes(folder) - before | self.bait.processes(f"30.{self.bait.number}")
            # A parent that was killed is started again.
            return {pid for pid in found if _parent(pid) != server}

        deadline = time.monotonic() + _SETTLE_SECONDS
        while left() and time.monotonic() < deadline:
            time.sleep(0.02)
        processes = left()
        if processes:
            self._record_loss(result, f"It left {len(processes)} processes.")

    def _check_next_answer(self, kata: Kata, engine: Engine, result: AuditResult) -> None:
        """The reference, graded next by the same engine."""
        try:
            verdict = engine.grade_with(kata, read_text(kata.reference_path), seed=1).verdict
        except CannotGrade as error:
            result.lost = result.lost or f"The next answer got no verdict: {error}"
            return
        if verdict.points != 100:
            why = next((test.message for test in verdict.tests if test.status != "passed"), verdict.message)
            result.lost = result.lost or f"The next answer got {verdict.points} instead of 100 points: {why}"

    def _leak(self, result: AuditResult, sentence: str) -> None:
        # What limits alone leave open is said in every verdict of that level.
        name = "open" if result.level == "limits" else "leaked"
        if sentence not in getattr(result, name):
            setattr(result, name, f"{getattr(result, name)} {sentence}".strip())

    def _record_loss(self, result: AuditResult, sentence: str) -> None:
        result.lost = result.lost or sentence


def _scratch_folders(folder: str) -> set[str]:
    return {str(path) for path in Path(folder).glob("*/*") if path.name.isdigit()}


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError):
        return 0
