"""A kata is begun, gone on with, or begun anew for a review; then what to do is said."""

from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.cli.paths import shown
from kata.errors import KataError
from kata.workspace import reset, scaffold

if TYPE_CHECKING:
    from kata.cli.session import Session
    from kata.progress import State


def begin(session: "Session", kata: Kata, state: "State", *, review: bool = False) -> None:
    """Put the attempt in its place, never over existing work, and say what to do.

    Args:
        review: begin a new round from a fresh stub; what was there is kept.
    """
    from kata.cli.output import make_screen

    path = session.attempt(kata)
    if path.is_dir():
        raise KataError(f"{path} is a folder; an attempt must be a file. Move it away, or `kata reset {kata.name}`.")
    if review:
        kept = reset(session.workspace, kata)
        session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash, anew=True))
    else:
        new = scaffold(session.workspace, kata)
        session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash))
    screen = make_screen()
    screen.line((kata.title, "title"), ("  " + describe(kata), "dim"))
    if review:
        screen.line(("A review: ", "strong"), "the stub is back, and you write it once more.")
        if kept is not None:
            screen.line("Your earlier work is kept: ", (shown(kept), "code"), "; `kata history` lists all of it.")
    elif state.unfinished and state.rounds > 1:
        screen.line("You have begun it anew; your work on it is still there.")
    elif state.passed:
        screen.line("You have passed this kata before; your file is still there.")
        if due(state):
            screen.line("A review is due: ", (f"kata review {kata.name}", "code"), " begins it from a fresh stub.")
    elif not new:
        screen.line("Your work on it is still there.")
    if not review:
        warn_spec_changed(session, kata, state)
    screen.blank()
    screen.table(
        [
            ("1. read", ("kata show", "code"), "also at the top of the file"),
            ("2. edit", (shown(path), "code"), ""),
            ("3. check", ("kata check", "code"), "as often as you like"),
        ]
    )


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
