"""A kata is begun, gone on with, or begun anew for a review."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.errors import KataError
from kata.learner.plan import part_of
from kata.progress.plan import ReviewForm
from kata.progress.rating import PART, STUB
from kata.workspace import put, scaffold

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State


@dataclass(frozen=True)
class Beginning:
    """What was done when a kata was begun."""

    path: Path  # of the attempt
    new: bool = False  # the stub was written
    kept: Path | None = None  # where a review put the earlier work
    part: str = ""  # the function that a lighter review is about


def begin(session: "Session", kata: Kata, state: "State", *, review: ReviewForm | None = None) -> Beginning:
    """Put the attempt in its place, never over existing work.

    Args:
        review: begin a new round, from a fresh stub or from one function of it; what was there is kept.

    Raises:
        KataError: if something that is no file is in its place, or it can't be written.
    """
    path = session.attempt(kata)
    if path.is_dir():
        raise KataError(f"{path} is a folder; an attempt must be a file. Move it away, or `kata reset {kata.name}`.")
    if review is not None:
        part = part_of(session, kata, state) if review.kind == PART else None
        kept = put(session.workspace, kata, part.text if part else kata.stub)
        kind, name, minutes = (PART, part.name, review.minutes) if part else (STUB, "", 0)
        session.keep(
            lambda progress: progress.begin(kata.name, kata.spec_hash, anew=True, kind=kind, part=name, minutes=minutes)
        )
        return Beginning(path, kept=kept, part=part.name if part else "")
    new = scaffold(session.workspace, kata)
    session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash))
    warn_spec_changed(session, kata, state)
    return Beginning(path, new=new)


def warn_spec_changed(session: "Session", kata: Kata, state: "State") -> None:
    """Say so, when a newer version of the package asks for something else than what the attempt answers."""
    if state.begun and state.spec != kata.spec_hash:
        session.warn(
            f"The specification of {kata.name} has changed since you began. Your file is as you left it; `kata show` "
            "has the new one, and `kata reset` starts from its stub and keeps your work."
        )


def due(state: "State") -> bool:
    from kata.progress import clock

    return state.due(clock.now())


def describe(kata: Kata) -> str:
    """A kata in a few words."""
    return f"{kata.name}, {kata.track}, {kata.level}, about {kata.minutes} minutes"
