"""The one place that asks what time it is."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def stamp() -> str:
    """The present moment as it stands in the database, where texts sort as the times do."""
    return now().isoformat(timespec="microseconds")
