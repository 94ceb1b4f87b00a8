"""`kata browse`: the catalog on the whole screen."""

import os
import sys
from typing import TYPE_CHECKING

import click

from kata.cli.options import filter_options, with_session
from kata.cli.screen import asked_plain
from kata.errors import KataError

if TYPE_CHECKING:
    from kata.learner.filters import Filter
    from kata.learner.session import Session


@click.command()
@with_session
@filter_options
def browse(session: "Session", wanted: "Filter") -> None:
    """Browse the katas on the whole screen: the list, what each asks for beside it, and at the bottom the keys that
    start, check, reset and filter.

    \b
    Examples:
      kata browse
      kata browse --track attention
      kata browse --text gpt --minutes 30
    """
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
        raise KataError("`kata browse` needs a terminal. `kata list` and `kata show` write to anything.")
    if asked_plain() or os.environ.get("TERM") == "dumb":
        raise KataError(
            "`kata browse` draws on the whole screen, which is never plain. Use `kata list` and `kata show`."
        )
    session.need_workspace()
    session.read(lambda progress: progress.current)  # a record that can't be read is told before the screen is drawn
    from kata.cli.browser import Browser

    Browser(session, wanted).run()
