"""`kata hint`: help, on record, with what it costs."""

from typing import TYPE_CHECKING

import click

from kata.cli.options import kata_argument, with_session

if TYPE_CHECKING:
    from kata.learner.session import Session


@click.command()
@kata_argument
@click.option("--again", is_flag=True, help="Show the hints that you have seen, and no new one.")
@with_session
def hint(session: "Session", name: str | None, again: bool) -> None:
    """Get the next of three hints for KATA, by default for the kata that you work on: a nudge, the approach, almost the
    code.

    It is recorded that you saw it. A hint never costs points; each one lowers the best rating that a pass can still
    get, from easy to good, hard and again, so that the kata comes up for review sooner.

    \b
    Examples:
      kata hint
      kata hint --again
    """
    from kata.cli.output import make_screen
    from kata.learner.hints import cost, take_hint
    from kata.learner.interviewing import refuse_interview

    kata = session.kata(name)
    session.need_workspace()
    refuse_interview(session, "It has no hints until `kata interview --end`.", kata.name)
    state = session.states()[kata.name]
    seen = state.hints
    screen = make_screen()
    tiers = range(1, seen + 1)
    new = not again and seen < len(kata.hints)
    if new:
        tiers = range(seen + 1, seen + 2)
        take_hint(session, kata)
    elif not seen:
        screen.line("You have seen no hint yet. `kata hint` shows the first.")
    for tier in tiers:
        screen.line(kata.hints[tier - 1], first=(f"Hint {tier} of {len(kata.hints)}: ", "strong"), rest="  ")
    if not state.round_over and tiers:
        screen.blank()
        screen.line((cost(state, tiers[-1]), "dim"))
    if not again and seen == len(kata.hints):
        screen.blank()
        screen.line("These are all. `kata solution --give-up` shows the solution.")
