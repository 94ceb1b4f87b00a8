"""What the tests of the learner's day share: a clock that can be set, and rounds that are recorded in a line."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kata.progress import Progress, Rated, clock
from kata.workspace import Workspace


class Clock:
    """The platform's clock, set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def on(self, **passed: float) -> None:
        """Let time pass: clock.on(days=2)."""
        self.now += timedelta(**passed)


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    made = Clock()

    def now() -> datetime:
        made.on(microseconds=1)  # two things never happen at once
        return made.now

    monkeypatch.setattr(clock, "now", now)
    return made


def verdict(status: str = "passed", points: int | None = None, **more: Any) -> dict[str, Any]:
    points = (100 if status == "passed" else 40) if points is None else points
    return {"status": status, "points": points, "seed": 1, "duration": 0.1, **more}


def record(workspace: Workspace, kata: str, *statuses: str, source: str = "source", spec: str = "spec") -> Rated | None:
    """Record checks with these verdicts; what the last one was rated."""
    rated = None
    with Progress(workspace.progress_path) as progress:
        for status in statuses or ("passed",):
            rated = progress.record(kata, spec, source, verdict(status))
    return rated
