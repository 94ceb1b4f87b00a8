"""`kata next` and `kata start`: begin a kata, or go on with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from kata.catalog import Catalog, Kata
from kata.cli.complete import complete_katas
from kata.cli.options import edit_option, editor_option, level_option, track_option, with_session
from kata.cli.packages import install_line, missing
from kata.cli.paths import shown
from kata.errors import KataError
from kata.workspace import scaffold

if TYPE_CHECKING:
    from kata.cli.session import Session
    from kata.progress import State


@dataclass(frozen=True)
class Choice:
    """What `next` comes to: a kata or none, and what it passed over because a package is absent."""

    kata: Kata | None
    lacking: Sequence[Kata]


def choose(catalog: Catalog, states: "Mapping[str, State]", current: str | None, among: Sequence[Kata]) -> Choice:
    """The kata to do next.

    The current one while it is unfinished; else the first, in the catalog's order, whose `after` are passed. A kata
    that was given up is passed over while there are others, and holds nothing else up; nor does one that doesn't
    exist or lacks a package.
    """
    done = {name for name, state in states.items() if state.passed}
    left = {name for name, state in states.items() if state.given_up} - done
    open_ = [kata for kata in among if kata.name not in done]
    lacking = [kata for kata in open_ if missing(kata)]
    possible = [kata for kata in open_ if kata not in lacking]

    def ready(kata: Kata) -> bool:
        return all(one.name in done | left or missing(one) for one in catalog.prerequisites(kata))

    ranked = sorted(possible, key=lambda kata: (kata.name in left, kata.name != current, not ready(kata)))
    if not ranked:
        return Choice(None, lacking)
    order = list(catalog)
    before = [kata for kata in lacking if order.index(kata) < order.index(ranked[0])]
    return Choice(ranked[0], before)


@click.command("next", short_help="Begin the next kata, or go on with an unfinished one.")
@track_option
@level_option
@edit_option
@editor_option
@with_session
def next_(session: "Session", track: str | None, level: str | None, edit: bool, editor: str | None) -> None:
    """Begin the next kata: the unfinished one that you work on, else the first whose prerequisites you have passed.

    Its stub is written to attempts/TRACK/KATA.py, never over existing work.

    \b
    Examples:
      kata next
      kata next --track attention
      kata next --level easy
      kata next --edit
    """
    from kata.cli.commands.list import select
    from kata.cli.screen import make_screen

    session.need_workspace()
    states = session.states()
    current = session.read(lambda progress: progress.current)
    among = select(session.catalog, track, level)
    choice = choose(session.catalog, states, current, among)
    screen = make_screen()
    if choice.kata is not None:
        _begin(session, choice.kata, states[choice.kata.name])
    elif choice.lacking:
        screen.line("Of these katas, all are passed that can be run here.")
    else:
        screen.line(("All of these katas are passed.", "good") if among else "There is no such kata in the catalog.")
    if choice.lacking:
        packages = sorted({package for kata in choice.lacking for package in missing(kata)})
        names = [kata.name for kata in choice.lacking]
        listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        screen.blank()
        screen.line((f"Passed over without {' and '.join(packages)}: ", "warn"), f"{listed}. To install it:")
        screen.code(install_line(packages), indent=2)
    if choice.kata is not None:
        _open(session, choice.kata, edit, editor)


@click.command(short_help="Begin a kata of your choice.")
@click.argument("name", metavar="KATA", shell_complete=complete_katas)
@edit_option
@editor_option
@with_session
def start(session: "Session", name: str, edit: bool, editor: str | None) -> None:
    """Begin KATA, or go on with it. Any kata may be begun at any time.

    Its stub is written to attempts/TRACK/KATA.py, never over existing work.

    \b
    Examples:
      kata start softmax
      kata start multi-head-attention
    """
    kata = session.kata(name)
    session.need_workspace()
    absent = missing(kata)
    _begin(session, kata, session.states()[kata.name])
    if absent:
        session.warn(f"{kata.name} needs {', '.join(absent)}, not installed here: {install_line(absent)}")
    _open(session, kata, edit, editor)


def _open(session: "Session", kata: Kata, edit: bool, editor: str | None) -> None:
    """Open the attempt, when that was asked for; an editor that is named is to be used."""
    if edit or editor:
        from kata.cli.editor import open_editor

        open_editor(session.attempt(kata), editor)


def _begin(session: "Session", kata: Kata, state: "State") -> None:
    from kata.cli.screen import make_screen

    path = session.attempt(kata)
    if path.is_dir():
        raise KataError(f"{path} is a folder; an attempt must be a file. Move it away, or `kata reset {kata.name}`.")
    new = scaffold(session.workspace, kata)
    session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash))
    screen = make_screen()
    screen.line((kata.title, "title"), ("  " + describe(kata), "dim"))
    if state.passed:
        screen.line("You have passed this kata before; your file is still there.")
    elif not new:
        screen.line("Your work on it is still there.")
    screen.blank()
    screen.table(
        [
            ("1. read", ("kata show", "code"), "also at the top of the file"),
            ("2. edit", (shown(path), "code"), ""),
            ("3. check", ("kata check", "code"), "as often as you like"),
        ]
    )


def describe(kata: Kata) -> str:
    """A kata in a few words."""
    return f"{kata.name}, {kata.track}, {kata.level}, about {kata.minutes} minutes"
