"""The learner's days: how many minutes there are, what was done of them, what comes when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.learner.candidates import Scope, unfinished, upcoming
from kata.learner.lighter import QUIZ_MINUTES, Question, ReviewPart, has_quiz, make_quiz, part_minutes, parts
from kata.learner.packages import missing
from kata.progress import clock
from kata.progress.plan import (
    DAILY_MINUTES,
    DueReview,
    PlannedDay,
    PlannedWork,
    ReviewForm,
    Spent,
    make_plan,
    whole,
)
from kata.progress.rating import PART, QUIZ, STUB, Rating

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State
    from kata.progress.figures import EndedRound

MINUTES = "minutes"  # the setting


@dataclass(frozen=True)
class Today:
    """The day so far."""

    budget: int  # minutes; 0 for no limit
    done: "Sequence[EndedRound]"
    spent: Spent

    @property
    def is_over(self) -> bool:
        return bool(self.budget) and self.spent.minutes >= self.budget


def daily_minutes(session: "Session") -> int:
    """The minutes a day that the learner has; 0 for no limit."""
    kept = session.read(lambda progress: progress.setting(MINUTES))
    return int(kept) if kept and kept.isdecimal() else DAILY_MINUTES


def set_daily_minutes(session: "Session", minutes: int) -> None:
    session.keep(lambda progress: progress.set(MINUTES, str(minutes)))


def today(session: "Session") -> Today:
    """What was done today, and how long that takes by the katas' own estimates."""
    done = session.read(lambda progress: progress.ended_on(clock.now().astimezone().date()))
    minutes = [(_minutes_of(session, one), one.review) for one in done]
    spent = Spent(sum(number for number, _ in minutes), sum(number for number, review in minutes if review))
    return Today(daily_minutes(session), done, spent)


def _minutes_of(session: "Session", ended: "EndedRound") -> int:
    if ended.minutes:
        return ended.minutes
    return session.catalog.get(ended.kata).minutes if ended.kata in session.catalog else 0


def plan(
    session: "Session", states: "Mapping[str, State]", scope: Scope, days: int, so_far: Today | None = None
) -> list[PlannedDay]:
    """The work of today and of the days after it."""
    so_far = so_far or today(session)
    now = clock.now()
    last = now.astimezone().date() + timedelta(days=days - 1)
    reviews = []
    for kata in session.catalog:
        first = review_day(states[kata.name])
        known = states[kata.name].scheduled
        if first is not None and known is not None and first <= last and not missing(kata):
            reviews.append(DueReview(known, first))
    current = session.read(lambda progress: progress.current)
    open_ = unfinished(list(session.catalog), states, current, now)
    begun = [_begun(kata, states[kata.name]) for kata in open_]
    return make_plan(
        so_far.budget,
        now,
        days,
        reviews=reviews,
        form=cache(lambda name: review_form(session, session.catalog.get(name), states[name], so_far.budget)),
        begun=begun,
        new=((kata.name, kata.minutes) for kata in upcoming(session.catalog, states, scope, now, open_)),
        spent=so_far.spent,
    )


def describe_work(one: PlannedWork) -> str:
    """What is to be done with a kata, in a few words."""
    if one.form is None:
        return "go on with it" if one.begun else "new"
    if one.form.kind == QUIZ:
        return "review: a quiz"
    what = f"review: {one.form.part} alone" if one.form.kind == PART else "review: write it again"
    return f"{what}, begun" if one.begun else what


def review_day(state: "State") -> date | None:
    """From which day on the next review of a kata may come; None if none does."""
    if state.scheduled is None or state.known:
        return None
    now = clock.now()
    day = now.astimezone().date() if state.scheduled.is_due(now) else state.scheduled.due.astimezone().date()
    return max(day, state.snoozed) if state.snoozed else day


def _begun(kata: Kata, state: "State") -> PlannedWork:
    minutes = state.minutes or kata.minutes
    form = ReviewForm(state.kind, minutes, state.part) if state.scheduled is not None else None
    return PlannedWork(kata.name, minutes, minutes, form, begun=True)


def review_form(session: "Session", kata: Kata, state: "State", budget: int = 0) -> ReviewForm:
    """How a kata is to be reviewed: lighter once after a pass from the stub that was easy, and where the whole of it is
    longer than a day's minutes. What was never passed is to be written."""
    if not state.passed:
        return whole(kata.minutes)
    if state.rating is Rating.EASY and state.kind == STUB:
        return light_form(session, kata, state) or whole(kata.minutes)
    if budget and kata.minutes > budget:
        part = part_form(session, kata, state)
        return part if part and part.minutes <= budget else quiz_form(kata) or whole(kata.minutes)
    return whole(kata.minutes)


def light_form(session: "Session", kata: Kata, state: "State") -> ReviewForm | None:
    """The lightest form that a review of this kata can have."""
    return quiz_form(kata) or part_form(session, kata, state)


def quiz_form(kata: Kata) -> ReviewForm | None:
    """A quiz, where there are mistakes enough to ask about."""
    return ReviewForm(QUIZ, QUIZ_MINUTES) if has_quiz(kata) else None


def quiz_of(kata: Kata, state: "State") -> list[Question]:
    """The questions of a kata's next quiz: the same until it is answered."""
    return make_quiz(kata, str(state.rounds))


def part_form(session: "Session", kata: Kata, state: "State") -> ReviewForm | None:
    part = part_of(session, kata, state)
    return ReviewForm(PART, part_minutes(kata, part), part.name) if part else None


def part_of(session: "Session", kata: Kata, state: "State") -> ReviewPart | None:
    """The function that is to be written, a different one in each round, of the learner's own answer to this spec."""
    if state.spec != kata.spec_hash:
        return None
    passed = [one for one in session.read(lambda progress: progress.versions(kata.name)) if one.status == "passed"]
    if not passed:
        return None
    found = parts(kata.stub, session.read(lambda progress: progress.source(passed[-1])))
    return found[state.rounds % len(found)] if found else None
