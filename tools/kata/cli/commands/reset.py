"""`kata reset`: the stub again, with the work kept."""

from typing import TYPE_CHECKING

import click

from kata.cli.options import kata_argument, with_session
from kata.errors import KataError
from kata.learner.rating_words import many
from kata.learner.shown_path import shown
from kata.workspace import AttemptUnreadable, read_attempt
from kata.workspace import reset as put_back

if TYPE_CHECKING:
    from kata.catalog import Kata
    from kata.cli.screen import Screen
    from kata.learner.session import Session


@click.command()
@kata_argument
@click.option("--all", "whole", is_flag=True, help="Every kata that you have begun.")
@click.option("--yes", is_flag=True, help="With --all: don't ask.")
@with_session
def reset(session: "Session", name: str | None, whole: bool, yes: bool) -> None:
    """Put the stub of KATA back, by default of the kata that you work on. What was there is kept, and where is said.

    With --all every stub is put back. What you passed stays passed, and `kata restore KATA` brings a version back.

    \b
    Examples:
      kata reset
      kata reset softmax
      kata reset --all
    """
    from kata.cli.output import make_screen

    screen = make_screen()
    if whole:
        if name is not None:
            raise click.UsageError("--all is for every kata: name none.")
        _reset_all(session, screen, yes)
        return
    kata = session.kata(name)
    path = session.attempt(kata)
    existed = path.exists()
    kept = put_back(session.workspace, kata)
    session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash, anew=True))
    if kept is None and existed:
        screen.line((shown(path), "code"), " is the untouched stub already.")
        return
    screen.line((shown(path), "code"), " is the stub again.")
    if kept is not None:
        screen.line("Your work is kept: ", (shown(kept), "code"))


def _reset_all(session: "Session", screen: "Screen", yes: bool) -> None:
    from kata.learner.interviewing import refuse_interview

    refuse_interview(session, "Its end comes first: `kata interview --end`.")
    session.need_record()
    begun = [kata for kata in session.catalog if _is_changed(session, kata)]
    if not begun:
        screen.line("No file of yours differs from its stub; nothing was changed.")
        return
    if not yes:
        place = shown(session.workspace.kept_dir)
        asks = f"The stubs of {many(len(begun), 'kata')} are put back. Your work is kept in {place}."
        answer = session.confirm(asks, "Go on?") if session.confirm else None
        if answer is None:
            raise KataError(f"{asks} Nobody can be asked here: `kata reset --all --yes` does it.")
        if not answer:
            screen.line("Nothing was changed.")
            return
    for kata in reversed(begun):  # the first is then the current one
        put_back(session.workspace, kata)
        session.keep(lambda progress, kata=kata: progress.begin(kata.name, kata.spec_hash, anew=True))  # type: ignore[misc]
    names = ", ".join(kata.name for kata in begun[:6]) + (f" and {len(begun) - 6} more" if len(begun) > 6 else "")
    screen.line(f"Stubs again: {names}.")
    screen.line("Your work is kept: ", (shown(session.workspace.kept_dir), "code"))
    screen.line(("kata history KATA", "code"), " lists it, ", ("kata restore KATA", "code"), " brings it back.")


def _is_changed(session: "Session", kata: "Kata") -> bool:
    path = session.attempt(kata)
    try:
        return path.exists() and read_attempt(path) != kata.stub
    except AttemptUnreadable:
        return True
