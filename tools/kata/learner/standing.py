"""Where a learner stands after a pass: how many of how many, the path that is followed, what comes next."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kata.catalog.paths import CATALOG, find_path
from kata.errors import KataError
from kata.learner.candidates import Choice
from kata.learner.choice import choose_next
from kata.learner.rating_words import many
from kata.progress import clock
from kata.progress.figures import streak
from kata.progress.rating import PART, QUIZ

if TYPE_CHECKING:
    from kata.learner.session import Session


@dataclass(frozen=True)
class Standing:
    """Two sentences: what is reached, and what `kata next` would begin."""

    reached: str
    next: str


def standing(session: "Session") -> Standing:
    """Where the learner stands now."""
    states = session.states()
    katas = list(session.catalog)
    reached = f"{sum(states[kata.name].passed for kata in katas)} of {len(katas)} katas passed"
    name = session.read(lambda progress: progress.setting("path"))
    if name and name != CATALOG:
        try:
            path = find_path(session.catalog, name)
        except KataError:
            pass  # it is gone; `kata next` says so
        else:
            inside = path.katas(session.catalog)
            reached += f", {sum(states[kata.name].passed for kata in inside)} of {len(inside)} of {path.name}"
    days = streak(session.read(lambda progress: progress.active_days()), clock.now().astimezone().date())
    if days > 1:
        reached += f"; {many(days, 'day')} in a row"
    choice, _ = choose_next(session, states)
    return Standing(f"{reached}.", _about(choice.kata.name, choice.kata.minutes, choice) if choice.kata else "")


def _about(name: str, minutes: int, choice: Choice) -> str:
    if choice.review is None:
        return f"{name}, about {minutes} minutes"
    what = {QUIZ: "a quiz", PART: f"a review of {choice.review.part} alone"}.get(choice.review.kind, "a review")
    return f"{name}: {what}, about {choice.review.minutes} minutes"
