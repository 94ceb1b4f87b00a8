"""One check of an attempt, from the file to the record: the same for `check`, `watch` and `browse`."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.cli.packages import install_line, missing
from kata.cli.paths import shown
from kata.errors import CannotGrade
from kata.workspace import read_attempt

if TYPE_CHECKING:
    from kata.cli.session import Session
    from kata.cli.verdict import Around
    from kata.grading.engine import Engine
    from kata.grading.verdict import Verdict
    from kata.progress import State


@dataclass(frozen=True)
class Ready:
    """An attempt that was read, and what is needed to grade it."""

    kata: Kata
    path: Path
    filename: str  # how the verdict names it
    source: str
    seed: int
    state: "State"  # before this check


def read(session: "Session", kata: Kata, seed: int | None = None, *, to_grade: bool = True) -> Ready:
    """Read the attempt at a kata.

    Args:
        to_grade: whether a verdict is to follow, which there is none of in an interview.
        seed: of the inputs; by default the last one until a pass, so that one debugs against the same inputs.

    Raises:
        CannotGrade: if a package is absent, or the file can't be read.
        KataError: if the kata is in an interview that is running.
    """
    if to_grade:
        from kata.cli.interviewing import refuse_interview

        refuse_interview(session, f"`kata check {kata.name}` hands it in; the result comes at the end.", kata.name)
    path = session.attempt(kata)
    absent = missing(kata)
    if absent:
        raise CannotGrade(
            f"{kata.name} needs {' and '.join(absent)}, not installed here. To install: {install_line(absent)}"
        )
    source = read_attempt(path)
    state = session.states()[kata.name]
    filename = str(path.relative_to(session.workspace.root))
    return Ready(kata, path, filename, source, _seed(state) if seed is None else seed, state)


def grade(engine: "Engine", ready: Ready, *, diagnose: bool = True) -> "Verdict":
    """The verdict on what was read; nothing is recorded."""
    return engine.grade(ready.kata, ready.source, seed=ready.seed, filename=ready.filename, diagnose=diagnose)


def record(session: "Session", ready: Ready, verdict: "Verdict") -> str:
    """Put a verdict on record, with the text that it judges.

    Returns:
        How the round is rated and when the kata comes again, as a sentence, if this check ended it.
    """
    kata, data = ready.kata, verdict.to_dict()
    rated = session.keep(lambda progress: progress.record(kata.name, kata.spec_hash, ready.source, data))
    if rated is None:
        return ""
    from kata.cli.rated import sentence

    return sentence(rated, session.states()[kata.name].scheduled)


def around(ready: Ready, *, whole: bool = False, most: int | None = None, rated: str = "") -> "Around":
    """What the page of a verdict says besides it."""
    from kata.cli.verdict import WHOLE, Around

    kata, state = ready.kata, ready.state
    return Around(
        path=shown(ready.path),
        checks=state.checks + 1,
        hints_seen=state.hints,
        hints=len(kata.hints),
        spec_changed=state.begun and state.spec != kata.spec_hash,
        whole=whole,
        most=WHOLE if most is None else most,
        rated=rated,
    )


def _seed(state: "State") -> int:
    """The last check's seed while that was no pass, so that one debugs against the same inputs; else a new one."""
    if state.last_seed is not None and state.last_status != "passed":
        return state.last_seed
    return secrets.randbits(63)
