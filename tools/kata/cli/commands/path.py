"""`kata path`: lists of katas for a purpose, and which one is followed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kata.catalog import Catalog, Kata
from kata.catalog.paths import CATALOG, LearningPath, find_path, load_paths
from kata.cli.complete import complete_paths
from kata.cli.layout import Span
from kata.cli.options import with_session

if TYPE_CHECKING:
    from kata.cli.screen import Screen
    from kata.learner.session import Session
    from kata.progress import State


@click.command()
@click.argument("name", metavar="[PATH]", required=False, shell_complete=complete_paths)
@click.option("--show", "only_show", is_flag=True, help="Show its katas, and don't follow it.")
@with_session
def path(session: "Session", name: str | None, only_show: bool) -> None:
    """See the paths: lists of katas for a purpose. With PATH, follow that one: `kata next` then keeps to its order.

    `catalog` is the path of every kata.

    \b
    Examples:
      kata path
      kata path one-week
      kata path llm-engineer --show
      kata path catalog
    """
    from kata.cli.output import make_screen

    screen = make_screen()
    states = session.states()
    followed = session.read(lambda progress: progress.setting("path")) or CATALOG
    if name is None:
        rows: list[list[Span]] = []
        for one in load_paths(session.catalog).values():
            note: Span = ("followed", "good") if one.name == followed else ""
            rows.append([(one.name, "code"), _share(one, session.catalog, states), note, one.title])
        screen.table(rows, right=[1])
        screen.blank()
        screen.table([(("kata path NAME", "code"), "follow it"), (("kata path NAME --show", "code"), "see its katas")])
        return
    found = find_path(session.catalog, name)
    if not only_show:
        session.need_workspace()
        session.keep(lambda progress: progress.set("path", found.name))
        screen.line("Followed from now: ", (found.title, "strong"), (f"  {found.name}", "dim"))
        screen.line(found.says)
        screen.line(_share(found, session.catalog, states), " passed. ", ("kata next", "code"), " goes on with it.")
        return
    from kata.cli.page import show_paged

    show_paged(lambda screen: _show_path(screen, found, session.catalog, states))


def _show_path(screen: "Screen", path: LearningPath, catalog: Catalog, states: "dict[str, State]") -> None:
    screen.line((path.title, "title"), (f"  {path.name}", "dim"))
    screen.line(path.says)
    for part in path.parts:
        katas = [catalog.get(name) for name in part.names if name in catalog]
        if katas:
            screen.blank()
            if part.title:
                screen.line((part.title, "title"))
            _show_katas(screen, katas, states)
    screen.blank()
    screen.line(("Passed: ", "strong"), _share(path, catalog, states))


def _show_katas(screen: "Screen", katas: Sequence[Kata], states: "dict[str, State]") -> None:
    from kata.learner.filters import STATUSES, word_for

    rows: list[list[Span]] = []
    for kata in katas:
        word = word_for(states[kata.name])
        symbol, style = STATUSES[word]
        rows.append([(word if screen.plain else symbol, style), kata.name, (kata.level, "dim"), kata.title])
    screen.table(rows, indent=2)


def _share(path: LearningPath, catalog: Catalog, states: "dict[str, State]") -> str:
    katas = path.katas(catalog)
    return f"{sum(states[kata.name].passed for kata in katas)}/{len(katas)}"
