"""What each of the next days holds: reviews and new katas within the minutes a day that a learner has.

Nothing of it is stored: it follows from what is due, what was done today and the minutes. What doesn't fit on a day is
still due on the next, so that after a holiday no day holds more than any other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kata.progress.rating import STUB
from kata.progress.schedule import Scheduled, urgency

DAILY_MINUTES = 20  # until the learner says otherwise
SHORTEST = 5  # minutes in which it is worth to begin something new
PASSED_OVER = 5  # reviews that don't fit, before the rest waits for another day with them


@dataclass(frozen=True)
class ReviewForm:
    """How a kata is to be reviewed, STUB, PART or QUIZ, and how long that takes."""

    kind: str
    minutes: int
    part: str = ""  # of PART: the function that is to be written


@dataclass(frozen=True)
class DueReview:
    """A review, and the first day on which it may come."""

    scheduled: Scheduled
    day: date


@dataclass(frozen=True)
class PlannedWork:
    """One kata on one day."""

    kata: str
    minutes: int  # of this day
    whole: int  # of all the days that it takes
    form: ReviewForm | None = None  # None: no review
    begun: bool = False  # it is unfinished, and gone on with


@dataclass(frozen=True)
class PlannedDay:
    day: date
    work: tuple[PlannedWork, ...]

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.work)


@dataclass(frozen=True)
class Spent:
    """The minutes of what was done on a day, by the katas' own estimates."""

    minutes: int = 0
    reviews: int = 0  # of these, what went to reviews


def make_plan(
    budget: int,
    now: datetime,
    days: int,
    *,
    reviews: Sequence[DueReview],
    form: Callable[[str], ReviewForm],
    begun: Sequence[PlannedWork] = (),
    new: Callable[[datetime], PlannedWork | None] = lambda at: None,
    spent: Spent = Spent(),
) -> list[PlannedDay]:
    """The work of today and the days after it.

    Reviews come first, what one is likeliest to have forgotten before the rest. While there is anything new they take
    half of a day at most, one of them aside, so that neither stands in the other's way. A review that is longer than a
    whole day's minutes has days of its own.

    Args:
        budget: minutes a day; 0 for no limit.
        reviews: those that are due on these days.
        form: how a kata is to be reviewed; asked only for what may come.
        begun: what is unfinished, in the order in which it is gone on with.
        new: what comes next that is new, each time another, as of a time on the day that is planned; or None.
        spent: what was done today.
    """
    today = now.astimezone().date()
    pool = [review for review in reviews if review.scheduled.kata not in {one.kata for one in begun}]
    waiting = _Queue([*begun], new)
    found = []
    for ahead in range(days):
        day = today + timedelta(days=ahead)
        moment = now + timedelta(days=ahead)
        before = spent if ahead == 0 else Spent()
        waiting.turn_to(moment)
        work = _reviews_of(day, moment, budget, before, pool, waiting, form)
        left = budget - before.minutes - sum(one.minutes for one in work) if budget else waiting.one()
        while left >= SHORTEST or (left > 0 and not work and not before.minutes):
            one = waiting.take(left)
            if one is None:
                break
            work.append(one)
            left -= one.minutes
        found.append(PlannedDay(day, tuple(work)))
    return found


class _Queue:
    """What is new or unfinished; what doesn't fit on a day goes on with the next."""

    def __init__(self, begun: list[PlannedWork], new: Callable[[datetime], PlannedWork | None]) -> None:
        self.begun = begun
        self._new = new
        self._moment: datetime | None = None  # None: nothing more is new on this day

    def turn_to(self, moment: datetime) -> None:
        """From now on it is asked for what is new at this time: what was set aside until then is."""
        self._moment = moment

    def reviews(self) -> list[PlannedWork]:
        """Reviews that were begun; they are taken out."""
        taken = [one for one in self.begun if one.form is not None]
        self.begun = [one for one in self.begun if one.form is None]
        return taken

    def put_first(self, work: list[PlannedWork]) -> None:
        self.begun = work + self.begun

    def __bool__(self) -> bool:
        if not self.begun and self._moment is not None:
            one = self._new(self._moment)
            if one is None:
                self._moment = None
            else:
                self.begun.append(one)
        return bool(self.begun)

    def one(self) -> int:
        """The minutes of whatever comes first."""
        return self.begun[0].minutes if self else 0

    def take(self, most: int) -> PlannedWork | None:
        """The first of it, as much as fits."""
        if not self:
            return None
        first = self.begun.pop(0)
        if first.minutes > most:
            self.begun.insert(0, replace(first, minutes=first.minutes - most, begun=True))
            return replace(first, minutes=most)
        return first


def _reviews_of(
    day: date,
    moment: datetime,
    budget: int,
    before: Spent,
    pool: list[DueReview],
    waiting: _Queue,
    form: Callable[[str], ReviewForm],
) -> list[PlannedWork]:
    """The reviews of a day; they are taken out of `pool` and `waiting`."""
    work: list[PlannedWork] = []
    later: list[PlannedWork] = []  # begun, and gone on with on another day
    left, spent = budget - before.minutes, before.reviews

    def place(one: PlannedWork) -> bool:
        """Whether it fits on this day; what is longer than a day is gone on with on the next."""
        nonlocal left, spent
        alone = not work and not before.minutes
        share = budget // 2 if waiting else budget
        if budget and not (one.minutes <= left and (spent == 0 or spent + one.minutes <= share)):
            if not (alone and one.minutes > budget):
                return False
            later.append(replace(one, minutes=one.minutes - budget, begun=True))
            one = replace(one, minutes=budget)
        work.append(one)
        left, spent = left - one.minutes, spent + one.minutes
        return True

    begun = waiting.reviews()
    for place_, one in enumerate(begun):
        if not place(one):
            later += begun[place_:]
            break
    due = sorted((one for one in pool if one.day <= day), key=lambda one: -urgency(one.scheduled, moment))
    passed_over = 0
    for review in due:
        if budget and (left <= 0 or passed_over == PASSED_OVER or later):
            break
        chosen = form(review.scheduled.kata)
        if place(PlannedWork(review.scheduled.kata, chosen.minutes, chosen.minutes, chosen)):
            pool.remove(review)
        else:
            passed_over += 1  # a shorter one may fit
    waiting.put_first(later)
    return work


def whole(minutes: int) -> ReviewForm:
    """The kata from its stub."""
    return ReviewForm(STUB, minutes)
