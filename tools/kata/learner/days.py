"""The year in squares: a column a week, a row a weekday, fuller where more was checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 53


@dataclass(frozen=True)
class DaySquare:
    """A day, and how full its square is: 0 for nothing, 4 for the most."""

    day: date
    checks: int
    level: int


def squares(days: Mapping[date, int], today: date, weeks: int = WEEKS) -> list[list[DaySquare]]:
    """The weeks up to today, each from Monday on; the last one ends today."""
    monday = today - timedelta(days=today.weekday(), weeks=weeks - 1)
    steps = _steps([count for day, count in days.items() if monday <= day <= today])
    found = []
    for week in range(weeks):
        whole = [monday + timedelta(days=7 * week + weekday) for weekday in range(7)]
        found.append([_square(day, days.get(day, 0), steps) for day in whole if day <= today])
    return found


def _square(day: date, checks: int, steps: Sequence[int]) -> DaySquare:
    return DaySquare(day, checks, sum(checks >= step for step in steps) if checks else 0)


def _steps(counts: Sequence[int]) -> list[int]:
    """From how many checks on a square has level 1, 2, 3 and 4: by quarters of the days that had any."""
    ordered = sorted(counts)
    return [1, *(ordered[len(ordered) * quarter // 4] for quarter in (1, 2, 3))] if ordered else [1]


def months(weeks: Sequence[Sequence[DaySquare]]) -> list[tuple[int, str]]:
    """The weeks in which a month begins, with its name."""
    found = []
    before = None
    for index, week in enumerate(weeks):
        month = week[0].day.month
        if month != before and before is not None:
            found.append((index, f"{week[0].day:%b}"))
        before = month
    return found
