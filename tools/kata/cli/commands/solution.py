"""`kata solution`: a good answer, once there is one's own."""

import ast
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.catalog.solutions import load_mistakes, right_answers
from kata.cli.options import kata_argument, with_session
from kata.cli.paths import shown
from kata.errors import CannotGrade, KataError
from kata.stub import without_given

if TYPE_CHECKING:
    from kata.cli.session import Session
    from kata.progress import State


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
    from kata.cli.interviewing import refuse_interview
    from kata.cli.lesson import mistakes_met, show_diff, show_mistakes
    from kata.cli.output import make_screen
    from kata.cli.rated import sentence

    kata = session.kata(name)
    session.need_workspace()
    refuse_interview(session, "Its solution stays out of sight until `kata interview --end`.", kata.name)
    screen = make_screen()
    state = session.states()[kata.name]
    if state.unfinished or not (state.passed or state.given_up):
        if not give_up:
            raise KataError(_refusal(kata, state))
        rated = session.keep(lambda progress: progress.give_up(kata.name))
        if rated is not None:
            screen.line((sentence(rated, session.states()[kata.name].scheduled), "dim"))
            screen.blank()
    answers = right_answers(kata)
    wanted = answer.removesuffix(".py") if answer else "reference"
    if wanted not in answers:
        listed = ", ".join(answers)
        raise KataError(
            f"{kata.name} has no answer `{wanted}`. It has {listed}."
            if answers
            else f"The catalog in {kata.root} has no solution of {kata.name}."
        )
    screen.line((f"{kata.title}: {wanted}", "title"), (f"  {shown(kata.solutions_dir / f'{wanted}.py')}", "dim"))
    screen.blank()
    source = answers.pop(wanted)
    if diff:
        show_diff(screen, without_given(_own(session, kata), kata.stub), source, wanted)
    else:
        screen.code(source)
    answers.pop("reference", None)
    if answer:
        return
    if answers:
        screen.blank()
        screen.line(("Other right answers", "title"), (f"  kata solution {kata.name} --answer NAME", "dim"))
        screen.table([((other, "code"), _first_line(source)) for other, source in answers.items()], indent=2)
    mistakes = load_mistakes(kata)
    if mistakes:
        screen.blank()
        show_mistakes(screen, mistakes, session.read(lambda progress: mistakes_met(progress, kata.name)))
    if not diff:
        screen.blank()
        screen.line(("kata solution --diff", "code"), " shows it beside your own.")


def _refusal(kata: Kata, state: "State") -> str:
    why = f"You haven't passed {kata.name} yet"
    if state.passed:
        why = f"You have begun {kata.name} anew and haven't passed it since"
    return (
        f"{why}, and its solution stays out of sight until you do. `kata hint` helps; "
        f"`kata solution {kata.name} --give-up` shows it and records that you gave up."
    )


def _own(session: "Session", kata: Kata) -> str:
    """What the learner wrote: the newest version that passed, else the file as it is.

    Raises:
        KataError: if there is neither.
    """
    from kata.workspace import read_attempt

    passed = [one for one in session.read(lambda progress: progress.versions(kata.name)) if one.status == "passed"]
    if passed:
        return session.read(lambda progress: progress.source(passed[-1]))
    try:
        return read_attempt(session.attempt(kata))
    except CannotGrade as error:
        raise KataError(f"There is nothing of yours to compare with. {error}") from None


def _first_line(source: str) -> str:
    docstring = ast.get_docstring(ast.parse(source)) or ""
    return " ".join(docstring.split("\n\n")[0].split())
