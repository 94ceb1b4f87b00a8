"""`kata stats`: what you have done, by track and level, and on how many days."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.catalog import LEVELS, Kata
from kata.cli.heat import show_heat
from kata.cli.layout import Span
from kata.cli.options import with_session
from kata.learner.shown_path import shown
from kata.progress import clock
from kata.progress.figures import SLOWEST, reviews, streak
from kata.progress.schedule import RETENTION

if TYPE_CHECKING:
    from kata.cli.screen import Screen
    from kata.learner.session import Session
    from kata.progress import Rated, State


@click.command()
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write it all as one page for a browser: charts, the graph of prerequisites, the days of each kata.",
)
@with_session
def stats(session: "Session", page: Path | None) -> None:
    """See what you have done: katas passed by track and level, days in a row and the year at a glance, what reviews
    found still there, the katas that took you longest.

    The page of --html needs no network and fits a phone. An existing file of that name is written over.

    \b
    Examples:
      kata stats
      kata stats --html stats.html
    """
    from kata.cli.output import make_screen

    session.need_workspace()
    if page is not None:
        from kata.learner.report import write_report

        write_report(session, page)
        screen = make_screen()
        screen.line("Written: ", (shown(page), "code"), ". Open it in a browser.")
        return
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
            ("with hints", f"{sum(state.hints_ever > 0 for state in states.values())}"),
            ("given up", f"{sum(state.given_up and not state.passed for state in states.values())}"),
            ("checks", f"{_many(days.total(), 'check')} on {_many(len(days), 'day')}"),
            ("streak", _streak(session.read(lambda progress: progress.active_days()))),
            ("remembered", _retention(session.read(lambda progress: progress.ratings()))),
        ]
    )
    if days:
        screen.blank()
        show_heat(screen, days, clock.now().astimezone().date())
    _show_slowest(screen, session)


def _streak(days: Collection[date]) -> str:
    length = streak(days, clock.now().astimezone().date())
    return f"{_many(length, 'day')} in a row" + (", a single missed day forgiven" if length > 1 else "")


def _retention(ratings: "Sequence[Rated]") -> str:
    found = reviews(ratings)
    if found.share is None:
        return "no review yet"
    return f"{found.share:.0%} of {_many(found.total, 'review')}, and {RETENTION:.0%} is what the schedule aims at"


def _show_slowest(screen: "Screen", session: "Session") -> None:
    efforts = session.read(lambda progress: progress.slowest(SLOWEST))
    known = [(effort, session.catalog.get(effort.kata)) for effort in efforts if effort.kata in session.catalog]
    if not known:
        return
    screen.blank()
    screen.line(("Longest to the first pass", "title"), ("  pauses over 20 minutes left out", "dim"))
    rows: list[list[Span]] = []
    for effort, kata in known:
        about = f"{_many(effort.checks, 'check')}; about {kata.minutes} min for someone who knows it"
        rows.append([kata.name, f"{max(round(effort.minutes), 1)} min", (about, "dim")])
    screen.table(rows, indent=2, right=[1])


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
