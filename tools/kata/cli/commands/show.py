"""`kata show`: what a kata asks for."""

from typing import TYPE_CHECKING

import click

from kata.cli.options import kata_argument, with_session

if TYPE_CHECKING:
    from kata.learner.session import Session


@click.command()
@kata_argument
@with_session
def show(session: "Session", name: str | None) -> None:
    """Read the specification of KATA, by default of the kata that you work on.

    \b
    Examples:
      kata show
      kata show causal-mask
      kata show causal-mask | less
    """
    from kata.cli.kata_page import show_kata
    from kata.cli.output import make_screen

    show_kata(make_screen(), session.catalog, session.kata(name))
