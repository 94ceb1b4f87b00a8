"""`kata stats`: what you have done, by track and level, and on how many days."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from kata.catalog import LEVELS, Kata
from kata.cli.layout import Span
from kata.cli.options import with_session

if TYPE_CHECKING:
    from kata.cli.session import Session
    from kata.progress import State


@click.command(short_help="See what you have done.")
@with_session
def stats(session: "Session") -> None:
    """See what you have done: katas passed by track and level, checks, passes on the first check, days in a row.

    \b
    Examples:
      kata stats
    """
    from kata.cli.screen import make_screen

    session.need_workspace()
    states = session.states()
    days = session.read(lambda progress: progress.days())
    katas = list(session.catalog)
    screen = make_screen()

    rows: list[list[Span]] = [[("track", "dim"), *((level, "dim") for level in LEVELS), ("all", "dim")]]
    for track in session.catalog.tracks.values():
        inside = [kata for kata in katas if kata.track == track.name]
        if inside:
            rows.append([track.title, *_row(inside, states)])
    rows.append([("all", "strong"), *_row(katas, states)])
    screen.table(rows, right=[1, 2, 3, 4])
    screen.blank()

    passed = [state for state in states.values() if state.passed]
    first = sum(state.first_run for state in passed)
    screen.table(
        [
            ("begun", f"{_many(sum(state.begun for state in states.values()), 'kata')}, {_many(len(passed), 'pass')}"),
            ("on the first check", f"{first} of {_many(len(passed), 'pass')}"),
            ("with hints", f"{sum(state.hints > 0 for state in states.values())}"),
            ("given up", f"{sum(state.given_up and not state.passed for state in states.values())}"),
            ("checks", f"{_many(days.total(), 'check')} on {_many(len(days), 'day')}"),
            ("streak", f"{_many(streak(days, date.today()), 'day')} in a row"),
        ]
    )


def streak(days: Collection[date], today: date) -> int:
    """How many days in a row had a check, up to today, or to yesterday while today may still get one."""
    day = today if today in days else today - timedelta(days=1)
    length = 0
    while day in days:
        length += 1
        day -= timedelta(days=1)
    return length


def _row(katas: Iterable[Kata], states: "Mapping[str, State]") -> list[Span]:
    katas = list(katas)
    return [_share([kata for kata in katas if level in (None, kata.level)], states) for level in (*LEVELS, None)]


def _share(katas: Collection[Kata], states: "Mapping[str, State]") -> Span:
    passed = sum(states[kata.name].passed for kata in katas)
    if not katas:
        return "-"
    return (f"{passed}/{len(katas)}", "good" if passed == len(katas) else "")


def _many(count: int, thing: str) -> str:
    plural = thing + ("es" if thing.endswith("s") else "s")
    return f"{count} {thing if count == 1 else plural}"
