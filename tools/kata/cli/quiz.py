"""A lighter review: questions about the known mistakes of a kata, answered by a letter."""

from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.learner.begin import describe
from kata.learner.light_reviews import QUIZ_MINUTES, Question
from kata.learner.rating_words import many, sentence
from kata.learner.standing import standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kata.cli.screen import Screen
    from kata.learner.session import Session


def ask_quiz(session: "Session", kata: Kata, questions: "Sequence[Question]") -> None:
    """Ask the questions and record how it went. When it is left before its end, nothing is recorded."""
    from kata.cli.output import make_screen

    screen = make_screen()
    screen.line((kata.title, "title"), ("  " + describe(kata), "dim"))
    screen.line(
        ("A lighter review: ", "strong"),
        f"{many(len(questions), 'question')} about known mistakes, about {QUIZ_MINUTES} minutes. Your file stays as it "
        "is. Good is the best that it can be rated. To write the kata again instead: ",
        (f"kata review {kata.name}", "code"),
    )
    wrong = 0
    for number, question in enumerate(questions, start=1):
        screen.blank()
        _show(screen, question, f"{number} of {len(questions)}")
        answer = _ask(screen, question.letters)
        if answer is None:
            screen.line("The quiz was left: nothing is recorded, and the review is still due.")
            return
        if answer == question.right:
            screen.line(("Right. ", "good"), question.explanation)
        else:
            wrong += 1
            screen.line((f"No, it is {question.right}. ", "bad"), question.explanation)
    rated = session.keep(lambda progress: progress.answer_quiz(kata.name, kata.spec_hash, wrong, QUIZ_MINUTES))
    screen.blank()
    screen.line((f"{len(questions) - wrong} of {len(questions)} right. ", "strong"))
    if rated is not None:
        screen.line(sentence(rated, session.states()[kata.name].scheduled))
    now = standing(session)
    screen.line(now.reached)
    screen.table(
        [
            ((f"kata solution {kata.name}", "code"), "the reference, and what people get wrong"),
            (("kata next", "code"), now.next or "all are passed"),
        ]
    )


def tell_quiz(session: "Session", kata: Kata) -> None:
    """Say how a quiz is begun, where nothing can be asked."""
    from kata.cli.output import make_screen

    screen = make_screen()
    screen.line((kata.title, "title"), ("  " + describe(kata), "dim"))
    screen.line(
        ("A lighter review is due: ", "strong"),
        f"questions about known mistakes, about {QUIZ_MINUTES} minutes. ",
        (f"kata review {kata.name} --light", "code"),
        " asks them; ",
        (f"kata review {kata.name}", "code"),
        " begins the whole kata from its stub.",
    )


def _show(screen: "Screen", question: Question, place: str) -> None:
    screen.line((question.asks, "strong"), (f"  {place}", "dim"))
    if question.code:
        screen.blank()
        for letter, line in question.code:
            screen.text(f"{letter or ' '} | {line}", indent=2, style="code" if letter else "")
    screen.blank()
    for letter, choice in question.choices:
        screen.line(choice, indent=2, first=(f"{letter}) ", "code"), rest="   ")


def _ask(screen: "Screen", letters: "Sequence[str]") -> str | None:
    """The letter that is answered; None when the quiz is left."""
    listed = f"{', '.join(letters[:-1])} or {letters[-1]}"
    while True:
        screen.out.flush()
        try:
            answer: str = click.prompt(f"{listed}; q leaves", type=str, prompt_suffix=": ")
        except click.Abort:
            screen.blank()
            return None
        answer = answer.strip().lower()
        if answer in letters:
            return answer
        if answer == "q":
            return None
