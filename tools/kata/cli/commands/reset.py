"""`kata reset`: the stub again, with the work kept."""

from typing import TYPE_CHECKING

import click

from kata.cli.options import kata_argument, with_session
from kata.learner.paths import shown
from kata.workspace import reset as put_back

if TYPE_CHECKING:
    from kata.learner.session import Session


@click.command()
@kata_argument
@with_session
def reset(session: "Session", name: str | None) -> None:
    """Put the stub of KATA back, by default of the kata that you work on. What was there is kept, and where is said.

    \b
    Examples:
      kata reset
      kata reset softmax
    """
    from kata.cli.output import make_screen

    kata = session.kata(name)
    path = session.attempt(kata)
    existed = path.exists()
    kept = put_back(session.workspace, kata)
    session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash, anew=True))
    screen = make_screen()
    if kept is None and existed:
        screen.line((shown(path), "code"), " is the untouched stub already.")
        return
    screen.line((shown(path), "code"), " is the stub again.")
    if kept is not None:
        screen.line("Your work is kept: ", (shown(kept), "code"))
