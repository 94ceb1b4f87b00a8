"""How well a round went, in FSRS's four words: what help and wrong answers cost is time, never points."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

MANY = 5  # wrong answers before a pass that make it a hard one

# An answer that ran and was wrong; the untouched stub and a file that doesn't load cost nothing.
WRONG = ("failed", "forbidden")


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


def rate(wrong: int, hints: int) -> Rating:
    """The rating of a pass.

    Args:
        wrong: how many wrong answers came before it in the same round.
        hints: the highest tier of hints that was seen.
    """
    tries = Rating.EASY if wrong == 0 else Rating.GOOD if wrong < MANY else Rating.HARD
    return min(tries, best_after(hints))


def best_after(hints: int) -> Rating:
    """The best rating that is left when hints up to this tier were seen: each tier costs one step."""
    return Rating(Rating.EASY - hints)
