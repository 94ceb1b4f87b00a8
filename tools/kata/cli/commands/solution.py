"""`kata solution`: a good answer, once there is one's own."""

from typing import TYPE_CHECKING

import click

from kata.catalog.solutions import load_mistakes, right_answers
from kata.cli.options import kata_argument, with_session
from kata.errors import KataError
from kata.learner.shown_path import shown
from kata.stub import without_given

if TYPE_CHECKING:
    from kata.cli.screen import Screen
    from kata.learner.session import Session


@click.command()
@kata_argument
@click.option("--give-up", is_flag=True, help="Show it without a pass. It is recorded that you gave up.")
@click.option("--answer", metavar="NAME", help="Show this one of the other right answers.")
@click.option("--diff", is_flag=True, help="Show it beside your own: what you wrote (-) and it writes (+).")
@with_session
def solution(session: "Session", name: str | None, give_up: bool, answer: str | None, diff: bool) -> None:
    """Read the reference of KATA, by default of the kata that you work on, what other right answers there are, and what
    people get wrong.

    In a review it stays out of sight until you have passed once more.

    \b
    Examples:
      kata solution
      kata solution --diff
      kata solution softmax --give-up
      kata solution softmax --answer loops --diff
    """
    from kata.cli.lesson import show_diff, show_mistakes
    from kata.cli.page import show_paged
    from kata.learner.lesson import mistakes_met
    from kata.learner.solutions import first_line, open_solution, own_answer

    kata = session.kata(name)
    session.need_workspace()
    rated = open_solution(session, kata, give_up=give_up)
    answers = right_answers(kata)
    wanted = answer.removesuffix(".py") if answer else "reference"
    if wanted not in answers:
        listed = ", ".join(answers)
        raise KataError(
            f"{kata.name} has no answer `{wanted}`. It has {listed}."
            if answers
            else f"The catalog in {kata.root} has no solution of {kata.name}."
        )
    mine = without_given(own_answer(session, kata), kata.stub) if diff else ""
    met = session.read(lambda progress: mistakes_met(progress, kata.name))

    def write(screen: "Screen") -> None:
        if rated:
            screen.line((rated, "dim"))
            screen.blank()
        screen.line((f"{kata.title}: {wanted}", "title"), (f"  {shown(kata.solutions_dir / f'{wanted}.py')}", "dim"))
        screen.blank()
        if diff:
            show_diff(screen, mine, answers[wanted], wanted)
        else:
            screen.code(answers[wanted])
        if answer:
            return
        others = {name: source for name, source in answers.items() if name not in (wanted, "reference")}
        if others:
            screen.blank()
            screen.line(("Other right answers", "title"), (f"  kata solution {kata.name} --answer NAME", "dim"))
            screen.table([((other, "code"), first_line(source)) for other, source in others.items()], indent=2)
        mistakes = load_mistakes(kata)
        if mistakes:
            screen.blank()
            show_mistakes(screen, mistakes, met)
        if not diff:
            screen.blank()
            screen.line(("kata solution --diff", "code"), " shows it beside your own.")

    show_paged(write)
