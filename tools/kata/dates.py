"""Dates as people write them: an instructor's due date, the date of a submission."""

from datetime import date, datetime, time

from kata.errors import KataError

_END_OF_DAY = time(23, 59, 59)


def parse_date(text: str, what: str) -> datetime:
    """A date with its zone, this machine's unless `text` has one. A day without a time means its end.

    Args:
        what: how the sentence names the place where it was given.

    Raises:
        KataError: when `text` is no date.
    """
    wrong = KataError(
        f"{what}: `{text}` is no date; write 2026-11-30 for the end of that day, or 2026-11-30T18:00, with a zone if "
        "it isn't yours."
    )
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        try:
            found = datetime.fromisoformat(text.strip())
        except ValueError:
            raise wrong from None
    return with_zone(found)


def with_zone(found: date) -> datetime:
    """A date as a file has it, with its zone: this machine's unless it has one. A day without a time means its end."""
    if not isinstance(found, datetime):
        found = datetime.combine(found, _END_OF_DAY)
    return found if found.tzinfo else found.astimezone()
