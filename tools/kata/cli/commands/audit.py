"""`kata audit`: the project's own hostile answers, graded on this machine."""

import json
import sys
from typing import TYPE_CHECKING

import click

from kata.cli.options import json_option
from kata.cli.output import make_screen
from kata.cli.screen import Screen
from kata.cli.status import NOT_PASSED

if TYPE_CHECKING:
    from kata.audit import AuditResult

_COLUMNS = ("forged", "leaked", "hung", "lost")


@click.command()
@click.argument("names", metavar="[ANSWER...]", nargs=-1)
@click.option("--level", "levels", multiple=True, metavar="LEVEL", help="Only this level; may be given again.")
@click.option("--list", "only_list", is_flag=True, help="Say what each answer tries, and run none.")
@json_option
def audit(names: tuple[str, ...], levels: tuple[str, ...], only_list: bool, as_json: bool) -> None:
    """Grade the project's own hostile answers at every level of confinement that this machine offers, and say which of
    them got points, saw a secret, hung the grading, or disturbed another answer. Exit status 0 when none did, else 1.

    \b
    Examples:
      kata audit
      kata audit --level landlock sleeps fork_bomb
      kata audit --json > audit.json
    """
    from kata.audit import Auditor, load_submissions
    from kata.catalog import load_catalog
    from kata.cli.progress_bar import progress_bar
    from kata.sandbox.levels import available_levels

    offered = available_levels()
    for level in levels:
        if offered.get(level, f"it is one of {', '.join(offered)}"):
            raise click.UsageError(f"There is no level `{level}` here: {offered.get(level, ', '.join(offered))}")
    chosen = levels or [level for level, why_not in offered.items() if not why_not]
    submissions = load_submissions()
    unknown = set(names) - {submission.name for submission in submissions}
    if unknown:
        raise click.UsageError(f"There is no hostile answer `{min(unknown)}`; `kata audit --list` shows them all.")
    submissions = [submission for submission in submissions if not names or submission.name in names]
    screen = make_screen()
    if only_list:
        screen.table([((submission.name, "code"), submission.tries) for submission in submissions])
        return
    todo = [(level, one) for level in chosen for one in submissions if level in one.levels]
    results: list[AuditResult] = []
    with Auditor(load_catalog()) as auditor, progress_bar(len(todo), quiet=as_json) as bar:
        for level, submission in todo:
            bar.phase(submission.name, level, len(results) + 1, len(todo))
            result = auditor.examine(submission, level)
            results.append(result)
            bar.done(f"{submission.name} ({level})", "held" if result.held else "NOT HELD")
    if as_json:
        click.echo(json.dumps([result.to_dict() for result in results], indent=2))
    else:
        _show(screen, results, offered)
    if not all(result.held for result in results):
        sys.exit(NOT_PASSED)


def _show(screen: Screen, results: "list[AuditResult]", offered: dict[str, str]) -> None:
    rows = [[(title, "dim") for title in ("level", "answers", *_COLUMNS, "left open")]]
    for level in dict.fromkeys(result.level for result in results):
        those = [result for result in results if result.level == level]
        counts = [sum(bool(getattr(result, column)) for result in those) for column in _COLUMNS]
        rows.append(
            [
                (level, "strong"),
                (str(len(those)), ""),
                *[(str(count), "bad" if count else "good") for count in counts],
                (str(sum(bool(result.open) for result in those)), "dim"),
            ]
        )
    screen.table(rows, right=[1, 2, 3, 4, 5, 6])
    for result in results:
        if not result.held:
            screen.blank()
            screen.line((f"{result.name} ({result.level})", "failed"), f"  {result.tries}")
            for column in _COLUMNS:
                if getattr(result, column):
                    screen.line((f"{column}: ", "bad"), getattr(result, column), indent=2)
    if any(result.open for result in results):
        screen.blank()
        screen.line("Left open: what limits alone don't stop, as every verdict of that level says.")
    for level, why_not in offered.items():
        if why_not:
            screen.line((f"{level}: ", "strong"), why_not)
