"""`kata watch`: check on every save."""

from typing import TYPE_CHECKING

import click

from kata.cli.options import kata_argument, with_session

if TYPE_CHECKING:
    from kata.learner.session import Session


@click.command()
@kata_argument
@click.option("--poll", is_flag=True, help="Look at the files again and again: for a folder on a network mount.")
@with_session
def watch(session: "Session", name: str | None, poll: bool) -> None:
    """Grade your attempt at KATA, by default the kata that you work on, each time that you save it.

    The verdict stands last on the screen. Keys: n next, h hint, l list, s solution, r reset, c check again, q quit.
    Nothing advances by itself; what you type while it checks is dropped.

    \b
    Examples:
      kata watch
      kata watch softmax
      kata watch --poll
    """
    from kata.cli.watch import watch_attempt

    session.does_without_record = True
    watch_attempt(session, session.kata(name), poll=poll)
