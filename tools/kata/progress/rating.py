"""How well a round went, in FSRS's four words: what help and wrong answers cost is time, never points."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

MANY = 5  # wrong answers before a pass that make it a hard one

# An answer that ran and was wrong; the untouched stub and a file that doesn't load cost nothing.
WRONG = ("failed", "forbidden")

# The kinds of a round: the whole kata from its stub, one function of it, questions about known mistakes.
STUB, PART, QUIZ = "stub", "part", "quiz"


class Rating(IntEnum):
    """FSRS's own numbers."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(frozen=True)
class Rated:
    """How one round of a kata ended: by a pass, or by giving up."""

    kata: str
    at: datetime
    rating: Rating
    wrong: int = 0  # wrong answers before the pass
    hints: int = 0  # the highest tier seen before it
    given_up: bool = False
    kind: str = STUB


def rate(wrong: int, hints: int, kind: str = STUB) -> Rating:
    """The rating of a pass.

    Args:
        wrong: how many wrong answers came before it in the same round.
        hints: the highest tier of hints that was seen.
        kind: of the round.
    """
    tries = Rating.EASY if wrong == 0 else Rating.GOOD if wrong < MANY else Rating.HARD
    return min(tries, best_after(hints, kind))


def best_after(hints: int, kind: str = STUB) -> Rating:
    """The best rating that is left when hints up to this tier were seen: each tier costs one step.

    A lighter review shows less than a whole one: it is good at best.
    """
    return min(Rating(Rating.EASY - hints), Rating.EASY if kind == STUB else Rating.GOOD)


def rate_quiz(wrong: int) -> Rating:
    """The rating of a quiz with so many wrong answers."""
    return Rating.GOOD if wrong == 0 else Rating.HARD if wrong == 1 else Rating.AGAIN
