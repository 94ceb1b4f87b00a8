"""The learner's days: how many minutes there are, what was done of them, what comes when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.learner.candidates import Scope, unfinished, upcoming
from kata.learner.light_reviews import QUIZ_MINUTES, Question, ReviewPart, has_quiz, make_quiz, part_minutes, parts
from kata.learner.packages import missing
from kata.progress import clock
from kata.progress.plan import (
    DAILY_MINUTES,
    SHORTEST,
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
    budget = daily_minutes(session)
    done = _ended_on(session, clock.now().astimezone().date())
    minutes = [(_left(session, _whole_minutes(session, one), one.earlier, budget), one.review) for one in done]
    spent = Spent(sum(number for number, _ in minutes), sum(number for number, review in minutes if review))
    return Today(budget, done, spent)


def _ended_on(session: "Session", day: date) -> "Sequence[EndedRound]":
    return session.read(lambda progress: progress.ended_on(day))


def _whole_minutes(session: "Session", ended: "EndedRound") -> int:
    if ended.minutes:
        return ended.minutes
    return session.catalog.get(ended.kata).minutes if ended.kata in session.catalog else 0


def _left(session: "Session", minutes: int, days: Collection[date], budget: int) -> int:
    """What is left of a round's minutes after earlier days: each gave it what it had beside the rounds that ended."""
    if not budget:
        return minutes
    free = (max(budget - sum(_whole_minutes(session, one) for one in _ended_on(session, day)), 0) for day in days)
    return max(minutes - sum(free), min(minutes, SHORTEST))


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
    begun = [_begun(session, kata, states[kata.name], so_far.budget) for kata in open_]
    following = upcoming(session.catalog, states, scope, open_)

    def new(at: datetime) -> PlannedWork | None:
        kata = following(at)
        if kata is None:
            return None
        if states[kata.name].unfinished:  # and set aside until then
            return _begun(session, kata, states[kata.name], so_far.budget)
        return PlannedWork(kata.name, kata.minutes, kata.minutes)

    return make_plan(
        so_far.budget,
        now,
        days,
        reviews=reviews,
        form=cache(lambda name: review_form(session, session.catalog.get(name), states[name], so_far.budget)),
        begun=begun,
        new=new,
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


def _begun(session: "Session", kata: Kata, state: "State", budget: int) -> PlannedWork:
    minutes, today_ = state.minutes or kata.minutes, clock.now().astimezone().date()
    days = session.read(lambda progress: progress.days_before(kata.name, today_))
    form = ReviewForm(state.kind, minutes, state.part) if state.scheduled is not None else None
    return PlannedWork(kata.name, _left(session, minutes, days, budget), minutes, form, begun=True)


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
