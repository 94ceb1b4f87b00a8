"""Late work: when an assignment is due for each student, and what each day after that costs."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from kata.classroom.roster import identity_key
from kata.csv_file import read_table
from kata.errors import KataError

EXTENSIONS = "extensions.csv"
DAY = timedelta(days=1)
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_DURATION = re.compile(r"(\d+)([mhd])")


@dataclass(frozen=True)
class LatePolicy:
    """What late work costs.

    Attributes:
        grace: what comes within it after the due date is in time.
        per_day: percent of the points that an answer earned, taken off for each begun day after the due date.
        most_days: what comes later than this many days earns nothing; None: there is no such end.
    """

    grace: timedelta = timedelta()
    per_day: int = 0
    most_days: int | None = None

    def says(self) -> str:
        """The policy in a sentence for students; empty where late work costs nothing."""
        parts = []
        if self.per_day:
            parts.append(f"each begun day late costs {self.per_day} % of the points")
        if self.most_days is not None:
            parts.append(f"what comes more than {_days(self.most_days)} late earns nothing")
        if not parts:
            return ""
        grace = f"; {_minutes(self.grace)} are let pass" if self.grace else ""
        return f"{'; '.join(parts)}{grace}.".capitalize()


@dataclass(frozen=True)
class Deadlines:
    """When an assignment is due for each student.

    Attributes:
        due: for everybody without an extension; None: it is never late.
        extensions: how much longer somebody has, by the student's `identity_key`.
    """

    due: datetime | None = None
    policy: LatePolicy = field(default_factory=LatePolicy)
    extensions: Mapping[str, timedelta] = field(default_factory=dict)

    def due_of(self, student: str) -> datetime | None:
        return None if self.due is None else self.due + self.extensions.get(identity_key(student), timedelta())

    def limit_of(self, student: str) -> datetime | None:
        """Up to when work is in time."""
        due = self.due_of(student)
        return None if due is None else due + self.policy.grace

    def limits(self) -> tuple[datetime, ...]:
        """The times up to which somebody's work is in time, each once."""
        if self.due is None:
            return ()
        return tuple(sorted({self.due + more + self.policy.grace for more in [timedelta(), *self.extensions.values()]}))

    def days_late(self, student: str, submitted: datetime | None) -> int:
        """How many days late work is that was handed in then, begun days counted; 0 when it is in time."""
        due, limit = self.due_of(student), self.limit_of(student)
        if due is None or limit is None or submitted is None or submitted <= limit:
            return 0
        return math.ceil((submitted - due) / DAY)

    def off(self, days: int) -> int:
        """The percent that are taken off for so many days."""
        if self.policy.most_days is not None and days > self.policy.most_days:
            return 100
        return min(days * self.policy.per_day, 100)


def less(points: int, percent: int) -> int:
    """What is left of points, a whole number: a half is rounded up."""
    return (points * (100 - percent) + 50) // 100


def duration(text: str) -> timedelta:
    """A time like "15m", "2h" or "1d".

    Raises:
        ValueError: when it is none.
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def written(time: timedelta) -> str:
    """The shortest text that `duration` reads as this time."""
    minutes = int(time / timedelta(minutes=1))
    for unit, size in (("d", 1440), ("h", 60)):
        if minutes and minutes % size == 0:
            return f"{minutes // size}{unit}"
    return f"{minutes}m"


def load_extensions(path: Path) -> dict[str, timedelta]:
    """Read a CSV with the columns `student` and `days`.

    Raises:
        KataError: names the line that is wrong.
    """
    extensions: dict[str, timedelta] = {}
    for line, row in read_table(path):
        if not {"student", "days"} <= row.keys():
            raise KataError(f"{path}: it needs the columns `student` and `days`.")
        if not any(row.values()):
            continue
        try:
            days = float(row["days"].replace(",", "."))
            if not row["student"] or not 0 < days <= 1000:
                raise ValueError
        except ValueError:
            raise KataError(
                f"{path}, line {line}: it must name a student and a number of days above 0; `{row['student']}` and "
                f"`{row['days']}` don't."
            ) from None
        key = identity_key(row["student"])
        if key in extensions:
            raise KataError(f"{path}, line {line} has the student `{row['student']}` a second time.")
        extensions[key] = timedelta(days=days)
    return extensions


def _days(number: int) -> str:
    return f"{number} day{'s' if number != 1 else ''}"


def _minutes(time: timedelta) -> str:
    text = written(time)
    word = {"m": "minute", "h": "hour", "d": "day"}[text[-1]]
    return f"{text[:-1]} {word}{'s' if text[:-1] != '1' else ''}"
