"""Ratings and intervals in words."""

from typing import TYPE_CHECKING

from kata.progress.rating import QUIZ, STUB

if TYPE_CHECKING:
    from datetime import datetime

    from kata.progress import Rated, Scheduled


def sentence(rated: "Rated", scheduled: "Scheduled | None") -> str:
    """How a round went, why it is rated so, and when it comes again."""
    reasons = []
    if rated.given_up:
        reasons.append("you gave up")
    elif rated.wrong or not rated.hints:
        right = "every answer was right" if rated.kind == QUIZ else "the first answer was right"
        reasons.append(many(rated.wrong, "wrong answer") if rated.wrong else right)
    if rated.hints:
        reasons.append("1 hint" if rated.hints == 1 else f"{rated.hints} hints")
    elif not rated.wrong and not rated.given_up and rated.kind != QUIZ:
        reasons.append("no hint")
    if rated.kind != STUB and not rated.wrong and not rated.hints and not rated.given_up:
        reasons.append("and a lighter review is good at best")
    when = f" The review comes {in_days(scheduled.days)}." if scheduled else ""
    return f"Rated {rated.rating.word}: {', '.join(reasons)}.{when}"


def in_days(days: int) -> str:
    return "today" if days <= 0 else "tomorrow" if days == 1 else f"in {days} days"


def day(at: "datetime", now: "datetime") -> str:
    """A day by the clock on the wall, with its year when that isn't this one."""
    local, today = at.astimezone(), now.astimezone()
    return f"{local.day} {local:%b}" + ("" if local.year == today.year else f" {local.year}")


def due_text(scheduled: "Scheduled", now: "datetime") -> str:
    """When the review is to be done, counted in days from today."""
    days = (scheduled.due.astimezone().date() - now.astimezone().date()).days
    if not scheduled.is_due(now):
        return in_days(days)
    return "due today" if days >= 0 else f"due since {many(-days, 'day')}"


def many(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
