"""A good answer, once there is one's own."""

import ast
from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.errors import CannotGrade, KataError
from kata.learner.interviewing import refuse_interview
from kata.workspace import read_attempt

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State


def is_open(state: "State") -> bool:
    """Whether the solution may be seen: after a pass or a give-up, and not in a round that is still to be passed."""
    return not state.unfinished and (state.passed or state.given_up)


def open_solution(session: "Session", kata: Kata, *, give_up: bool) -> str:
    """Make sure that the solution may be seen, by giving up if that is said.

    Returns:
        How a round that ends by giving up is rated, as a sentence; else nothing.

    Raises:
        KataError: if it may not be seen.
    """
    refuse_interview(session, "Its solution stays out of sight until `kata interview --end`.", kata.name)
    state = session.states()[kata.name]
    if is_open(state):
        return ""
    if not give_up:
        raise KataError(refusal(kata, state))
    rated = session.keep(lambda progress: progress.give_up(kata.name))
    if rated is None:
        return ""
    from kata.learner.rating_words import sentence

    return sentence(rated, session.states()[kata.name].scheduled)


def refusal(kata: Kata, state: "State") -> str:
    """Why the solution stays out of sight."""
    why = f"You haven't passed {kata.name} yet"
    if state.passed:
        why = f"You have begun {kata.name} anew and haven't passed it since"
    return (
        f"{why}, and its solution stays out of sight until you do. `kata hint` helps; "
        f"`kata solution {kata.name} --give-up` shows it and records that you gave up."
    )


def own_answer(session: "Session", kata: Kata) -> str:
    """What the learner wrote: the newest version that passed, else the file as it is.

    Raises:
        KataError: if there is neither.
    """
    passed = [one for one in session.read(lambda progress: progress.versions(kata.name)) if one.status == "passed"]
    if passed:
        return session.read(lambda progress: progress.source(passed[-1]))
    try:
        return read_attempt(session.attempt(kata))
    except CannotGrade as error:
        raise KataError(f"There is nothing of yours to compare with. {error}") from None


def first_line(source: str) -> str:
    """What a right answer says of itself."""
    docstring = ast.get_docstring(ast.parse(source)) or ""
    return " ".join(docstring.split("\n\n")[0].split())
