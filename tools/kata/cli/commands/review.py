"""`kata review`: what is due to be practised again, and at which intervals."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli.begin import begin
from kata.cli.layout import Span
from kata.cli.options import json_option, kata_argument, with_session
from kata.cli.quiz import ask_quiz
from kata.cli.rating_styles import STYLES, due_word
from kata.errors import KataError
from kata.learner.candidates import find_scope
from kata.learner.plan import light_form, part_form, plan, quiz_of
from kata.learner.rating_words import day, in_days, many
from kata.progress.plan import whole as stub_review
from kata.progress.rating import QUIZ

if TYPE_CHECKING:
    from kata.cli.screen import Screen
    from kata.learner.session import Session
    from kata.progress import Scheduled, State


@click.command()
@kata_argument
@click.option("--all", "whole", is_flag=True, help="Also what is due later, with its interval.")
@click.option("--light", is_flag=True, help="With KATA: questions about its known mistakes, or one function of it.")
@json_option
@with_session
def review(session: "Session", name: str | None, whole: bool, light: bool, as_json: bool) -> None:
    """See which katas are due for a review. With KATA, begin one now, due or not, from a fresh stub; what is there is
    kept. With --light it takes a few minutes and is rated good at best.

    A pass or a give-up is rated easy, good, hard or again, and FSRS (free spaced repetition scheduler) takes from that
    when you will be about to forget the kata: 90 % is the chance of recall that it aims at.

    \b
    Examples:
      kata review
      kata review --all
      kata review softmax
      kata review softmax --light
    """
    from kata.progress import clock

    session.need_workspace()
    states = session.states()
    if name is not None:
        from kata.learner.interviewing import refuse_interview

        kata = session.kata(name)
        refuse_interview(session, "It is begun anew after its end.", kata.name)
        state = states[kata.name]
        if not state.begun:
            raise KataError(f"{kata.name} was never begun. `kata start {kata.name}` begins it.")
        _begin(session, kata, state, light)
        return
    if light:
        raise click.UsageError("--light is for one kata: name it.")
    now = clock.now()
    known = [(state.scheduled, state) for state in states.values() if state.scheduled and state.kata in session.catalog]
    known.sort(key=lambda pair: pair[0].due)
    if as_json:
        click.echo(json.dumps([_as_data(scheduled, state, now) for scheduled, state in known], indent=2))
        return
    from kata.cli.output import make_screen

    due = sum(state.due(now) for _, state in known)
    today = 0
    if due:
        work = plan(session, states, find_scope(session), 1)[0].work
        today = sum(one.form is not None for one in work)
    _show(make_screen(), known, now, whole, today)


def _begin(session: "Session", kata: Kata, state: "State", light: bool) -> None:
    if state.unfinished:
        begin(session, kata, state)
        return
    form = light_form(session, kata, state) if light else None
    questions = quiz_of(kata, state) if form is not None and form.kind == QUIZ else []
    if questions:
        ask_quiz(session, kata, questions)
        return
    if light and (form is None or form.kind == QUIZ):
        form = part_form(session, kata, state)
        if form is None:
            session.warn(f"There is nothing lighter for {kata.name}: it has too few known mistakes, and one function.")
    begin(session, kata, state, review=form or stub_review(kata.minutes))


def _show(screen: "Screen", known: "Sequence[tuple[Scheduled, State]]", now: datetime, whole: bool, today: int) -> None:
    due = [pair for pair in known if pair[1].due(now)]
    later = [pair for pair in known if not pair[0].is_due(now)]
    if not known:
        screen.line("Nothing is scheduled yet: a kata is, once you pass it or give it up.")
        return
    if due:
        screen.line(("Due", "title"), (f"  {many(len(due), 'kata')}", "dim"))
        _table(screen, due, now)
    else:
        screen.line("No review is due today.")
    if later and whole:
        screen.blank()
        screen.line(("Later", "title"), (f"  {many(len(later), 'kata')}", "dim"))
        _table(screen, later, now)
    elif later:
        first = later[0][0]
        when = in_days((first.due.astimezone().date() - now.astimezone().date()).days)
        screen.blank()
        screen.line(f"The next after that: {first.kata}, {when}. ", ("kata review --all", "code"), " shows all.")
    if due:
        screen.blank()
        if today < len(due):
            left = f"Today's minutes hold {today} of these; " if today else "None of these fits into today's minutes; "
            screen.line(
                left, ("kata plan", "code"), " shows when the others come." if today else " shows when they come."
            )
        if today:
            screen.line(("kata next", "code"), " begins the one that you are likeliest to have forgotten.")


def _table(screen: "Screen", pairs: "Sequence[tuple[Scheduled, State]]", now: datetime) -> None:
    from kata.progress.schedule import recall

    rows: list[list[Span]] = [[(word, "dim") for word in ("kata", "when", "day", "rated", "interval", "recall")]]
    for scheduled, state in pairs:
        rating = state.rating.word if state.rating else ""
        interval = many(scheduled.days, "day")
        chance = f"{recall(scheduled, now):.0%}"
        when = due_word(scheduled, now)
        name: Span = (scheduled.kata, "strong" if state.unfinished else "")
        rows.append([name, when, day(scheduled.due, now), (rating, STYLES.get(rating, "")), interval, chance])
    screen.table(rows, indent=2, right=[4, 5])


def _as_data(scheduled: "Scheduled", state: "State", now: datetime) -> dict[str, object]:
    from kata.progress.schedule import intervals, recall

    return {
        "kata": scheduled.kata,
        "due": state.due(now),
        "due_at": scheduled.due.isoformat(),
        "last_at": scheduled.last.isoformat(),
        "interval_days": scheduled.days,
        "rating": state.rating.word if state.rating else None,
        "recall": round(recall(scheduled, now), 4),
        "stability_days": round(scheduled.stability, 4),
        "difficulty": round(scheduled.difficulty, 4),
        "next_interval_days": {rating.word: days for rating, days in intervals(now, scheduled).items()},
    }
