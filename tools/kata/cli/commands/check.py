"""`kata check`: the verdict on an attempt."""

import json
import secrets
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli.messages import tell
from kata.cli.options import json_option, kata_argument, with_session
from kata.cli.packages import install_line, missing
from kata.cli.paths import shown
from kata.cli.screen import make_screen
from kata.cli.status import INTERRUPTED, NO_VERDICT, NOT_PASSED, PASSED
from kata.errors import CannotGrade
from kata.workspace import read_attempt

if TYPE_CHECKING:
    from kata.cli.session import Session
    from kata.grading.verdict import Verdict
    from kata.progress import State


@click.command(short_help="Grade your attempt.")
@kata_argument
@click.option("--all", "whole", is_flag=True, help="Show every failing test whole, not only the first three.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Grade with the inputs of this seed.")
@click.option("--no-diagnosis", is_flag=True, help="Don't look for a known mistake behind a failure.")
@json_option
@with_session
def check(
    session: "Session", name: str | None, whole: bool, seed: int | None, no_diagnosis: bool, as_json: bool
) -> None:
    """Grade your attempt at KATA, by default the kata that you work on.

    The inputs are drawn anew after every pass; until you pass, they stay the same. Exit status: 0 passed, 1 not passed,
    2 wrong usage, 3 could not grade.

    \b
    Examples:
      kata check
      kata check softmax --all
      kata check softmax --json > verdict.json
    """
    kata = session.kata(name)
    path = session.attempt(kata)
    absent = missing(kata)
    if absent:
        raise CannotGrade(
            f"{kata.name} needs {' and '.join(absent)}, not installed here. To install: {install_line(absent)}"
        )
    source = read_attempt(path)
    state = session.states()[kata.name]
    drawn = _seed(state) if seed is None else seed
    screen = make_screen()
    try:
        with nullcontext() if as_json else screen.busy(f"Checking {kata.name} ..."):
            verdict = _grade(kata, source, path.relative_to(session.workspace.root), drawn, not no_diagnosis)
    except KeyboardInterrupt:
        tell("Interrupted; nothing was recorded.")
        sys.exit(INTERRUPTED)
    session.keep(lambda progress: progress.record(kata.name, kata.spec_hash, source, verdict.to_dict()))
    if as_json:
        click.echo(json.dumps(verdict.to_dict(), indent=2))
    else:
        from kata.cli.verdict import Around, show_verdict

        around = Around(
            path=shown(path),
            checks=state.checks + 1,
            hints_seen=state.hints,
            hints=len(kata.hints),
            spec_changed=state.begun and state.spec != kata.spec_hash,
            whole=whole,
        )
        show_verdict(screen, verdict, around)
    if verdict.status == "grader_error":
        sys.exit(NO_VERDICT)
    sys.exit(PASSED if verdict.passed else NOT_PASSED)


def _seed(state: "State") -> int:
    """The last check's seed while that was no pass, so that one debugs against the same inputs; else a new one."""
    if state.last_seed is not None and state.last_status != "passed":
        return state.last_seed
    return secrets.randbits(63)


def _grade(kata: Kata, source: str, filename: Path, seed: int, diagnose: bool) -> "Verdict":
    from kata.grading import Engine

    with Engine() as engine:
        return engine.grade(kata, source, seed=seed, filename=str(filename), diagnose=diagnose)
