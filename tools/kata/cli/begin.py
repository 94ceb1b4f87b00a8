"""A kata is begun; then what to do is said."""

from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.learner import begin as beginning
from kata.learner.begin import describe, due
from kata.learner.plan import quiz_of
from kata.learner.shown_path import shown
from kata.progress.plan import ReviewForm, whole
from kata.progress.rating import QUIZ

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State


def begin(session: "Session", kata: Kata, state: "State", *, review: ReviewForm | None = None) -> None:
    """Begin a kata, and say what to do."""
    from kata.cli.output import make_screen

    if review is not None and review.kind == QUIZ:
        review = _quiz(session, kata, state)
        if review is None:
            return
    begun = beginning.begin(session, kata, state, review=review)
    screen = make_screen()
    screen.line((kata.title, "title"), ("  " + describe(kata), "dim"))
    part = begun.part or (state.part if state.unfinished else "")
    if part:
        screen.line(
            ("A lighter review: ", "strong"),
            "you write ",
            (part, "code"),
            " again; the rest of your answer stands in the file. Good is the best that it can be rated.",
        )
    if begun.part:
        if begun.kept is not None:
            screen.line("Your whole answer is kept: ", (shown(begun.kept), "code"))
    elif review:
        screen.line(("A review: ", "strong"), "the stub is back, and you write it once more.")
        if begun.kept is not None:
            screen.line("Your earlier work is kept: ", (shown(begun.kept), "code"), "; `kata history` lists all of it.")
    elif state.unfinished and state.rounds > 1:
        screen.line("You have begun it anew; your work on it is still there.")
    elif state.passed:
        screen.line("You have passed this kata before; your file is still there.")
        if due(state):
            screen.line("A review is due: ", (f"kata review {kata.name}", "code"), " begins it from a fresh stub.")
    elif not begun.new:
        screen.line("Your work on it is still there.")
    screen.blank()
    screen.table(
        [
            ("1. read", ("kata show", "code"), "also at the top of the file"),
            ("2. edit", (shown(begun.path), "code"), ""),
            ("3. check", ("kata check", "code"), "as often as you like"),
        ]
    )


def _quiz(session: "Session", kata: Kata, state: "State") -> ReviewForm | None:
    """Ask the questions of a review; where too few can be made, the whole kata is to be written."""
    from kata.cli.output import can_ask
    from kata.cli.quiz import ask_quiz, tell_quiz

    questions = quiz_of(kata, state)
    if not questions:
        return whole(kata.minutes)
    if can_ask():
        ask_quiz(session, kata, questions)
    else:
        tell_quiz(session, kata)
    return None
