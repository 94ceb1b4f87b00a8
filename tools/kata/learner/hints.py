"""Hints: on record, with what each costs."""

from typing import TYPE_CHECKING

from kata.catalog import Kata
from kata.learner.interviewing import refuse_interview
from kata.learner.rating_words import in_days

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State


def take_hint(session: "Session", kata: Kata) -> int:
    """The number of the next hint, which is put on record; that of the last one when all are seen.

    Raises:
        KataError: while the kata is in an interview.
    """
    refuse_interview(session, "It has no hints until `kata interview --end`.", kata.name)
    tier = session.states()[kata.name].hints + 1
    if tier > len(kata.hints):
        return len(kata.hints)
    session.keep(lambda progress: progress.see_hint(kata.name, tier))
    return tier


def cost(state: "State", tier: int) -> str:
    """The best rating that is left after a hint, and what that does to the next review, as sentences."""
    from kata.progress import clock
    from kata.progress.rating import best_after
    from kata.progress.schedule import intervals

    days = intervals(clock.now(), state.scheduled)
    best, without_any = best_after(tier, state.kind), best_after(0, state.kind)
    said = f"The best rating is {best.word} now: the next review {in_days(days[best])}"
    without = f", not {in_days(days[without_any])} as without a hint." if days[best] < days[without_any] else "."
    return said + without
