"""When a kata is to be reviewed, by FSRS (the `fsrs` library, imported only when something is scheduled)."""

import hashlib
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kata.progress.rating import Rated, Rating

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

RETENTION = 0.9  # a review comes when the chance of recall has fallen to this
LONGEST = 365  # days

# A rating that lies further ahead than this was made by a clock that was wrong.
AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Scheduled:
    """What FSRS knows of a kata."""

    kata: str
    last: datetime
    due: datetime
    stability: float  # days until the chance of recall is 90 %, whatever RETENTION is
    difficulty: float  # 1 to 10

    @property
    def days(self) -> int:
        """The interval between the last time and the next."""
        return (self.due - self.last).days

    def is_due(self, now: datetime) -> bool:
        """Whether the day of the review has come, by the clock on the wall.

        A last time in the future says that the clock went back: the interval is unknown, so the review is due.
        """
        return self.last > now + AHEAD or self.due.astimezone().date() <= now.astimezone().date()


def schedule(kata: str, ratings: Iterable[Rated]) -> Scheduled:
    """What follows from the ratings of a kata, at least one, in their order."""
    card = None
    for rated in ratings:
        card = _review(card, rated.rating, rated.at)
    assert card is not None, "nothing was rated"
    return _scheduled(kata, card)


def intervals(now: datetime, known: Scheduled | None = None) -> dict[Rating, int]:
    """In how many days the next review comes, for each rating that could be earned now."""
    card = _card(known) if known else None
    return {rating: _scheduled("", _review(card, rating, now)).days for rating in Rating}


def recall(known: Scheduled, now: datetime) -> float:
    """The chance that the kata could be written today, from 0 to 1."""
    return float(_scheduler().get_card_retrievability(_card(known), max(now, known.last)))


def urgency(known: Scheduled, now: datetime) -> float:
    """How many times its stability a kata was left alone: the larger, the smaller the chance of recall, in FSRS's own
    formula, which it spares one to compute."""
    elapsed = max((now - known.last).total_seconds(), 0.0)
    return elapsed / known.stability


@cache
def fingerprint() -> str:
    """What a schedule follows from besides the ratings: the settings here, and the library's code with its parameters.

    The code is read and not imported, which would take longer than all else that a command does.
    """
    digest = hashlib.sha256(repr((RETENTION, LONGEST)).encode())
    found = importlib.util.find_spec("fsrs")
    for place in (found.submodule_search_locations or ()) if found else ():
        for file in sorted(Path(place).glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _scheduler() -> "Scheduler":
    from fsrs import Scheduler

    # Without learning steps, which are minutes, every interval is of whole days; without fuzz two machines agree.
    return Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST,
        enable_fuzzing=False,
    )


def _review(card: "Card | None", rating: Rating, at: datetime) -> "Card":
    import fsrs

    if card is None:
        card = fsrs.Card(card_id=1, due=at)
    if card.last_review is not None:
        card.last_review = min(card.last_review, at)  # a clock that went back: no time has passed
    return _scheduler().review_card(card, fsrs.Rating(rating), at)[0]


def _card(known: Scheduled) -> "Card":
    from fsrs import Card, State

    return Card(1, State.Review, None, known.stability, known.difficulty, known.due, known.last)


def _scheduled(kata: str, card: "Card") -> Scheduled:
    assert card.last_review is not None
    assert card.stability is not None
    assert card.difficulty is not None
    return Scheduled(kata, card.last_review, card.due, card.stability, card.difficulty)
