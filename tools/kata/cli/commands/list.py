"""`kata list`: every kata and how far you are."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from kata.catalog import Catalog, Kata
from kata.cli.layout import Span
from kata.cli.options import json_option, level_option, track_option, with_session
from kata.cli.packages import install_line, missing
from kata.cli.screen import Screen
from kata.errors import KataError

if TYPE_CHECKING:
    from kata.cli.session import Session
    from kata.progress import State

# What is known of a kata, as a word, a symbol for colour terminals, and a style.
_STATES = {
    "passed": ("✓", "good"),
    "given-up": ("○", "warn"),
    "begun": ("◐", "warn"),
    "new": (" ", ""),
}


def select(catalog: Catalog, track: str | None, level: str | None) -> list[Kata]:
    """The katas of a track and of a level, in order.

    Raises:
        KataError: if there is no such track.
    """
    wanted = track.replace("-", "_").lower() if track else None
    if wanted and wanted not in catalog.tracks:
        raise KataError(f"There is no track `{track}`. The tracks are {', '.join(catalog.tracks)}.")
    return [kata for kata in catalog if wanted in (None, kata.track) and level in (None, kata.level)]


def word_for(state: "State") -> str:
    if state.passed:
        return "passed"
    if state.given_up:
        return "given-up"
    return "begun" if state.begun else "new"


@click.command("list", short_help="List the katas and how far you are.")
@track_option
@level_option
@json_option
@with_session
def list_(session: "Session", track: str | None, level: str | None, as_json: bool) -> None:
    """List the katas, in the order of `kata next`, and how far you are with each.

    \b
    Examples:
      kata list
      kata list --track attention --level easy
      kata list --json
    """
    katas = select(session.catalog, track, level)
    states = session.states()
    if as_json:
        click.echo(json.dumps([_as_data(kata, states[kata.name]) for kata in katas], indent=2))
        return
    from kata.cli.screen import make_screen

    screen = make_screen()
    current = session.read(lambda progress: progress.current)
    for track_ in session.catalog.tracks.values():
        inside = [kata for kata in katas if kata.track == track_.name]
        if inside:
            _show_track(screen, track_.name, track_.title, inside, states, current)
    passed = sum(states[kata.name].passed for kata in katas)
    screen.line(("Passed: ", "strong"), f"{passed} of {len(katas)}.")
    packages = sorted({package for kata in katas for package in missing(kata)})
    if packages:
        screen.line(f"For the katas that need {' and '.join(packages)}:")
        screen.code(install_line(packages), indent=2)


def _show_track(
    screen: Screen, name: str, title: str, katas: Sequence[Kata], states: "Mapping[str, State]", current: str | None
) -> None:
    screen.line((title, "title"), (f"  {name}", "dim"))
    rows: list[list[Span]] = []
    for kata in katas:
        word = word_for(states[kata.name])
        symbol, style = _STATES[word]
        absent = missing(kata)
        notes = [f"needs {', '.join(absent)}"] if absent else []
        notes += ["current"] if kata.name == current else []
        rows.append(
            [
                (word if screen.plain else symbol, style),
                (kata.name, "strong" if kata.name == current else ""),
                (kata.level, "dim"),
                (f"{kata.minutes} min", "dim"),
                kata.title + (f" ({'; '.join(notes)})" if notes else ""),
            ]
        )
    screen.table(rows, indent=2, right=[3])
    screen.blank()


def _as_data(kata: Kata, state: "State") -> dict[str, object]:
    return {
        "name": kata.name,
        "track": kata.track,
        "title": kata.title,
        "level": kata.level,
        "minutes": kata.minutes,
        "uses": kata.uses,
        "after": kata.after,
        "status": word_for(state),
        "points": state.points,
        "checks": state.checks,
        "hints": state.hints,
        "missing": missing(kata),
    }
