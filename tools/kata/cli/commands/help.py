"""`kata hint` and `kata solution`: help, and on record that it was asked for."""

import ast
from typing import TYPE_CHECKING

import click

from kata.catalog.solutions import right_answers
from kata.cli.options import kata_argument, with_session
from kata.cli.paths import shown
from kata.errors import KataError

if TYPE_CHECKING:
    from kata.cli.session import Session


@click.command(short_help="Get a hint, one at a time.")
@kata_argument
@click.option("--again", is_flag=True, help="Show the hints that you have seen, and no new one.")
@with_session
def hint(session: "Session", name: str | None, again: bool) -> None:
    """Get the next of three hints for KATA, by default for the kata that you work on: a nudge, the approach, almost the
    code. It is recorded that you saw it.

    \b
    Examples:
      kata hint
      kata hint --again
    """
    from kata.cli.screen import make_screen

    kata = session.kata(name)
    session.need_workspace()
    seen = session.states()[kata.name].hints
    screen = make_screen()
    tiers = range(1, seen + 1)
    if not again and seen < len(kata.hints):
        tiers = range(seen + 1, seen + 2)
        session.keep(lambda progress: progress.see_hint(kata.name, seen + 1))
    elif not seen:
        screen.line("You have seen no hint yet. `kata hint` shows the first.")
    for tier in tiers:
        screen.line(kata.hints[tier - 1], first=(f"Hint {tier} of {len(kata.hints)}: ", "strong"), rest="  ")
    if not again and seen == len(kata.hints):
        screen.blank()
        screen.line("These are all. `kata solution --give-up` shows the solution.")


@click.command(short_help="Read the solution: after a pass, or when you give up.")
@kata_argument
@click.option("--give-up", is_flag=True, help="Show it without a pass. It is recorded that you gave up.")
@click.option("--answer", metavar="NAME", help="Show this one of the other right answers.")
@with_session
def solution(session: "Session", name: str | None, give_up: bool, answer: str | None) -> None:
    """Read the reference of KATA, by default of the kata that you work on, and what other right answers there are.

    \b
    Examples:
      kata solution
      kata solution softmax --give-up
      kata solution softmax --answer loops
    """
    from kata.cli.screen import make_screen

    kata = session.kata(name)
    session.need_workspace()
    state = session.states()[kata.name]
    if not state.passed and not state.given_up:
        if not give_up:
            raise KataError(
                f"You haven't passed {kata.name} yet, and its solution stays out of sight until you do. "
                f"`kata hint` helps; `kata solution {kata.name} --give-up` shows it and records that you gave up."
            )
        session.keep(lambda progress: progress.give_up(kata.name))
    answers = right_answers(kata)
    wanted = answer.removesuffix(".py") if answer else "reference"
    if wanted not in answers:
        listed = ", ".join(answers)
        raise KataError(
            f"{kata.name} has no answer `{wanted}`. It has {listed}."
            if answers
            else f"The catalog in {kata.root} has no solution of {kata.name}."
        )
    screen = make_screen()
    screen.line((f"{kata.title}: {wanted}", "title"), (f"  {shown(kata.solutions_dir / f'{wanted}.py')}", "dim"))
    screen.blank()
    screen.code(answers.pop(wanted))
    answers.pop("reference", None)
    if answers and not answer:
        screen.blank()
        screen.line(("Other right answers", "title"), (f"  kata solution {kata.name} --answer NAME", "dim"))
        screen.table([((other, "code"), _first_line(source)) for other, source in answers.items()], indent=2)


def _first_line(source: str) -> str:
    docstring = ast.get_docstring(ast.parse(source)) or ""
    return " ".join(docstring.split("\n\n")[0].split())
