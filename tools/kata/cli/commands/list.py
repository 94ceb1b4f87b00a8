"""`kata list`: every kata and how far you are."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.catalog.kata import Track
from kata.cli.layout import Span
from kata.cli.options import json_option, level_option, track_option, with_session
from kata.cli.rated import due_word
from kata.cli.screen import Screen
from kata.learner.filters import DUE, STATUSES, Filter, track_named, word_for
from kata.learner.packages import install_line, missing

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State


@click.command("list")
@track_option
@level_option
@click.option(
    "--status", type=click.Choice([*STATUSES, DUE]), help="Only what is passed, begun, new or given-up, or due."
)
@click.option("--text", default="", metavar="WORDS", help="Only where these words stand in the name or the title.")
@json_option
@with_session
def list_(
    session: "Session", track: str | None, level: str | None, status: str | None, text: str, as_json: bool
) -> None:
    """List the katas, in the order of `kata next`, how far you are with each, and when its review comes.

    \b
    Examples:
      kata list
      kata list --track attention --level easy
      kata list --status due
      kata list --status new --text "softmax backward"
      kata list --json
    """
    from kata.progress import clock

    now = clock.now()
    states = session.states()
    wanted = Filter(track_named(session.catalog, track) if track else None, level, status, text)
    katas = wanted.katas(session.catalog, states, now)
    if as_json:
        click.echo(json.dumps([_as_data(kata, states[kata.name], now) for kata in katas], indent=2))
        return
    from kata.cli.output import make_screen

    screen = make_screen()
    current = session.read(lambda progress: progress.current)
    for track_ in session.catalog.tracks.values():
        inside = [kata for kata in katas if kata.track == track_.name]
        if inside:
            _show_track(screen, track_, inside, states, current, now)
    if not katas:
        screen.line("No kata is like that." if len(session.catalog) else "The catalog is empty.")
        return
    passed = sum(states[kata.name].passed for kata in katas)
    due = sum(states[kata.name].due(now) for kata in katas)
    screen.line(("Passed: ", "strong"), f"{passed} of {len(katas)}.", f" Due: {due}; `kata review`." if due else "")
    packages = sorted({package for kata in katas for package in missing(kata)})
    if packages:
        screen.line(f"For the katas that need {' and '.join(packages)}:")
        screen.code(install_line(packages), indent=2)


def _show_track(
    screen: Screen,
    track: Track,
    katas: Sequence[Kata],
    states: "Mapping[str, State]",
    current: str | None,
    now: datetime,
) -> None:
    screen.line((track.title, "title"), (f"  {track.name}", "dim"))
    rows: list[list[Span]] = []
    scheduled = any(states[kata.name].scheduled for kata in katas)
    for kata in katas:
        state = states[kata.name]
        word = word_for(state)
        symbol, style = STATUSES[word]
        absent = missing(kata)
        notes = [f"needs {', '.join(absent)}"] if absent else []
        notes += ["current"] if kata.name == current else []
        row: list[Span] = [
            (word if screen.plain else symbol, style),
            (kata.name, "strong" if kata.name == current else ""),
            (kata.level, "dim"),
            (f"{kata.minutes} min", "dim"),
        ]
        if scheduled:
            row.append(due_word(state.scheduled, now) if state.scheduled else "")
        rows.append([*row, kata.title + (f" ({'; '.join(notes)})" if notes else "")])
    screen.table(rows, indent=2, right=[3])
    screen.blank()


def _as_data(kata: Kata, state: "State", now: datetime) -> dict[str, object]:
    return {
        "name": kata.name,
        "track": kata.track,
        "title": kata.title,
        "level": kata.level,
        "minutes": kata.minutes,
        "uses": kata.uses,
        "after": kata.after,
        "tags": kata.tags,
        "status": word_for(state),
        "points": state.points,
        "checks": state.checks,
        "hints": state.hints,
        "missing": missing(kata),
        "due": state.due(now),
        "review": state.scheduled.due.isoformat() if state.scheduled else None,
    }
