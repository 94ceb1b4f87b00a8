"""One check of an attempt, from the file to the record: the same on every screen."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata.catalog import Kata
from kata.errors import CannotGrade
from kata.learner.packages import install_line, missing
from kata.learner.trusting import ensure_trusted
from kata.progress import ProgressError
from kata.workspace import read_attempt

if TYPE_CHECKING:
    from kata.classroom.assignment import AssignedKata
    from kata.grading.engine import Engine
    from kata.grading.verdict import Verdict
    from kata.learner.session import Session
    from kata.progress import State
    from kata.workspace import Workspace


@dataclass(frozen=True)
class LoadedAttempt:
    """An attempt that was read, and what is needed to grade it."""

    kata: Kata
    path: Path
    filename: str  # how the verdict names it
    source: str
    seed: int
    state: "State"  # before this check
    assigned: "AssignedKata | None" = None  # in the starter repository of an assignment
    elsewhere: str = ""  # a sentence: which checks of an assignment are made where


def read(session: "Session", kata: Kata, seed: int | None = None, *, to_grade: bool = True) -> LoadedAttempt:
    """Read the attempt at a kata.

    Args:
        to_grade: whether a verdict is to follow, which there is none of in an interview.
        seed: of the inputs; by default the last one until a pass, so that one debugs against the same inputs.

    Raises:
        CannotGrade: if a package is absent, or the file can't be read.
        KataError: if the kata is in an interview that is running.
    """
    if to_grade:
        from kata.learner.interviewing import refuse_interview

        refuse_interview(session, f"`kata check {kata.name}` hands it in; the result comes at the end.", kata.name)
    path = session.attempt(kata)
    absent = missing(kata)
    if absent:
        raise CannotGrade(
            f"{kata.name} needs {' and '.join(absent)}, not installed here. To install: {install_line(absent)}"
        )
    source = read_attempt(path)
    filename = str(path.relative_to(session.workspace.root))
    ready = ready_with(session, kata, path, source, filename=filename, seed=seed)
    return replace(ready, **_assignment(session.workspace, kata))


def ready_with(
    session: "Session", kata: Kata, path: Path, source: str, *, filename: str, seed: int | None = None
) -> LoadedAttempt:
    """An answer that was read elsewhere than from the attempt: `path` is where its author goes on."""
    ensure_trusted(session, kata)
    state = session.states()[kata.name]
    return LoadedAttempt(kata, path, filename, source, _seed(state) if seed is None else seed, state)


def _assignment(workspace: "Workspace", kata: Kata) -> dict[str, Any]:
    """What the starter repository of an assignment adds: the instructor's points, and where the other checks are."""
    if not (workspace.root / "classroom.toml").exists():
        return {}
    from kata.classroom.assignment import load_assignment
    from kata.classroom.public import where_checked

    assignment = load_assignment(workspace.root)
    assigned = assignment.get(kata.name)
    return {"assigned": assigned, "elsewhere": where_checked(assignment, kata)} if assigned else {}


def grade(
    engine: "Engine",
    ready: LoadedAttempt,
    *,
    diagnose: bool = True,
    on_test: Callable[[int, int], None] | None = None,
) -> "Verdict":
    """The verdict on what was read, by its examples where the kata has no grader here; nothing is recorded.

    Args:
        on_test: told after each test how many are done, and how many there are.
    """
    if not ready.kata.grader_path.is_file():
        from kata.classroom.public import grade_examples

        return grade_examples(engine, ready.kata, ready.source, filename=ready.filename)
    verdict = engine.grade(
        ready.kata, ready.source, seed=ready.seed, filename=ready.filename, diagnose=diagnose, on_test=on_test
    )
    if ready.assigned is not None:
        from kata.classroom.assignment import weigh

        return weigh(verdict, ready.assigned)
    return verdict


def record(session: "Session", ready: LoadedAttempt, verdict: "Verdict") -> str:
    """Put a verdict on record, with the text that it judges.

    Returns:
        How the round is rated and when the kata comes again, as a sentence, if this check ended it.
    """
    kata, data = ready.kata, verdict.to_dict()
    rated = session.keep(lambda progress: progress.record(kata.name, kata.spec_hash, ready.source, data))
    if not verdict.passed:
        return ""
    try:
        state = session.states()[kata.name]
    except ProgressError:
        return ""
    if rated is None:
        if state.restored:
            return (
                "This is what you wrote in an earlier round, so it counts as no review. "
                f"`kata review {kata.name}` begins one from the stub."
            )
        return ""
    from kata.learner.rating_words import sentence

    return sentence(rated, state.scheduled)


def _seed(state: "State") -> int:
    """The last check's seed while that was no pass, so that one debugs against the same inputs; else a new one."""
    if state.last_seed is not None and state.last_status != "passed":
        return state.last_seed
    return secrets.randbits(63)
