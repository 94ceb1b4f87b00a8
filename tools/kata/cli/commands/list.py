"""`kata list`: every kata and how far you are."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli.layout import Span
from kata.cli.options import filter_options, json_option, with_session
from kata.cli.rating_styles import due_word
from kata.cli.screen import Screen
from kata.learner.filters import STATUSES, Filter, word_for
from kata.learner.packages import install_line, missing

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State


@click.command("list")
@with_session
@filter_options
@json_option
def list_(session: "Session", wanted: "Filter", as_json: bool) -> None:
    """List the katas, in the order of `kata next`, how far you are with each, and when its review comes.

    With --text those that the words are about: in the title, the tags, the specification, the theory page, the sources,
    or notes of yours. On a terminal a long list goes through your pager ($PAGER).

    \b
    Examples:
      kata list
      kata list --text gpt
      kata list --tag decoder --level easy --minutes 20
      kata list --status due
      kata list --status new --uses torch --text "softmax backward"
      kata list --json
    """
    from kata.progress import clock

    now = clock.now()
    states = session.states()
    catalog = session.catalog
    found = wanted.find(session, states, now)
    if as_json:
        click.echo(json.dumps([_as_data(kata, states[kata.name], now) for kata in found.katas], indent=2))
        return
    from kata.cli.page import show_paged

    current = session.read(lambda progress: progress.current)

    def write(screen: Screen) -> None:
        if found.says():
            screen.line((found.says(), "warn"))
            screen.blank()
        if wanted.text:
            _show_katas(screen, found.katas, states, current, now)
        else:
            for track_ in catalog.tracks.values():
                inside = [kata for kata in found.katas if kata.track == track_.name]
                if inside:
                    screen.line((track_.title, "title"), (f"  {track_.name}", "dim"))
                    _show_katas(screen, inside, states, current, now)
        _show_sums(screen, found.katas, states, now, empty=not len(catalog))

    show_paged(write)


def _show_sums(
    screen: Screen, katas: Sequence[Kata], states: "Mapping[str, State]", now: datetime, *, empty: bool
) -> None:
    if not katas:
        screen.line("The catalog is empty." if empty else "No kata is like that.")
        return
    passed = sum(states[kata.name].passed for kata in katas)
    due = sum(states[kata.name].due(now) for kata in katas)
    screen.line(("Passed: ", "strong"), f"{passed} of {len(katas)}.", f" Due: {due}; `kata review`." if due else "")
    packages = sorted({package for kata in katas for package in missing(kata)})
    if packages:
        screen.line(f"For the katas that need {' and '.join(packages)}:")
        screen.code(install_line(packages), indent=2)


def _show_katas(
    screen: Screen,
    katas: Sequence[Kata],
    states: "Mapping[str, State]",
    current: str | None,
    now: datetime,
) -> None:
    if not katas:
        return
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
