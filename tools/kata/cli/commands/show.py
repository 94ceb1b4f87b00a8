"""`kata show`: what a kata asks for."""

from typing import TYPE_CHECKING

import click

from kata.cli.options import kata_argument, with_session

if TYPE_CHECKING:
    from kata.learner.session import Session


@click.command()
@kata_argument
@click.option("--theory", is_flag=True, help="Read why it works, where it is used and what goes wrong.")
@with_session
def show(session: "Session", name: str | None, theory: bool) -> None:
    """Read the specification of KATA, by default of the kata that you work on.

    \b
    Examples:
      kata show
      kata show causal-mask
      kata show causal-mask --theory
      kata show causal-mask | less
    """
    from kata.cli.kata_page import show_kata, show_theory
    from kata.cli.output import make_screen
    from kata.cli.page import show_paged
    from kata.learner.rating_words import many

    kata = session.kata(name)
    if theory:
        show_paged(lambda screen: show_theory(screen, kata))
    else:
        screen = make_screen()
        show_kata(screen, session.catalog, kata)
        notes = session.read(lambda progress: progress.notes(kata.name)) if session.workspace_if_any else []
        if notes:
            screen.line(f"You noted {many(len(notes), 'thing')} about it: ", (f"kata note {kata.name}", "code"))
