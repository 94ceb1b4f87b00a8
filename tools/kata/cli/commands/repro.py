"""`kata repro`: a failing call with its inputs, as a script for a debugger."""

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.cli.options import kata_argument, with_session
from kata.errors import CannotGrade, KataError
from kata.learner.checking import LoadedAttempt, read
from kata.learner.shown_path import shown
from kata.workspace import Workspace, keep_aside
from kata.workspace.vscode import LATEST

if TYPE_CHECKING:
    from kata.grading.engine import Grading
    from kata.grading.verdict import Test
    from kata.learner.session import Session

_TEXT = """\
Written by `kata repro` (seed {seed}): the failing call, with its inputs, on your file as it is now.

    python {file}
    python -m pdb {file}

A line `breakpoint()` stops where you put it, here or in your file."""

# For a debugger's launch entry, which names one file.
_LATEST = '''"""Runs the script that `kata repro` wrote last."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).with_name({script!r})), run_name="__main__")
'''


@click.command()
@kata_argument
@click.argument("test", metavar="[TEST]", required=False)
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="With the inputs of this seed.")
@with_session
def repro(session: "Session", name: str | None, test: str | None, seed: int | None) -> None:
    """Grade your attempt at KATA, by default the kata that you work on, and write the call that fails in TEST, by
    default in the first test that fails, with its inputs into a script below repro/. Nothing is recorded.

    The script imports your file as it is, so that you can run it under a debugger and run it again after a change.

    \b
    Examples:
      kata repro
      kata repro test_softmax_of_large_logits
      kata repro softmax test_softmax_of_large_logits
    """
    from kata.cli.output import make_screen
    from kata.grading.engine import Engine
    from kata.grading.repro_file import file_name, has_script

    if name is not None and test is None and name.startswith("test_"):
        name, test = None, name  # of the kata that one works on
    session.does_without_record = True
    ready = read(session, session.kata(name), seed)
    screen = make_screen()
    with screen.busy(f"Checking {ready.kata.name} ..."), Engine() as engine:
        grading = engine.grade_with(ready.kata, ready.source, seed=ready.seed, filename=ready.filename, scripts="all")
    failing = _failing(ready, grading, test)
    if not has_script(failing):
        why = failing.script.removeprefix("# ").strip() or f"{failing.name} fails before it calls your code."
        raise CannotGrade(f"{why} `kata check {ready.kata.name} --all` shows what is known of it.")
    path = session.workspace.root / "repro" / file_name(ready.kata.name, failing)
    kept = keep_aside(session.workspace, path, _text(ready, failing, path))
    _point_to(session.workspace, path.name)
    screen.line((failing.title or failing.name, "strong"))
    screen.line("Its failing call, with the inputs: ", (shown(path), "code"))
    if kept:
        screen.line("What was in that file is kept: ", (shown(kept), "code"))
    screen.blank()
    screen.code(f"python {shlex.quote(shown(path))}\npython -m pdb {shlex.quote(shown(path))}", indent=2)


def _point_to(workspace: Workspace, script: str) -> None:
    """Let repro/latest.py run the script; only what isn't of this making is kept when it is written over."""
    latest, text = workspace.root / LATEST, _LATEST.format(script=script)
    try:
        ours = latest.read_text(encoding="utf-8").startswith(_LATEST.split("\n")[0])
    except (OSError, UnicodeDecodeError):
        ours = False
    if ours:
        latest.write_text(text, encoding="utf-8")
    else:
        keep_aside(workspace, latest, text)


def _failing(ready: LoadedAttempt, grading: "Grading", wanted: str | None) -> "Test":
    """The test that is meant.

    Raises:
        KataError: if it doesn't exist or doesn't fail, or nothing does.
    """
    verdict = grading.verdict
    failed = {test.name: test for test in verdict.tests if test.status not in ("passed", "not_run")}
    if wanted:
        name = wanted if wanted.startswith("test_") else f"test_{wanted}"
        name = name.replace("-", "_")
        if name in failed:
            return failed[name]
        known = [test.name for test in verdict.tests]
        if name in known and verdict.tests[known.index(name)].status == "passed":
            raise KataError(f"{name} passes. Those that fail: {', '.join(failed) or 'none'}.")
        if name not in known:
            raise KataError(f"{ready.kata.name} has no test `{wanted}`. Its tests are {', '.join(known)}.")
    if failed and not wanted:
        return next(iter(failed.values()))
    if verdict.passed:
        raise KataError(f"All tests of {ready.kata.name} pass (seed {ready.seed}): there is no failing call.")
    raise CannotGrade(f"No test was run: {verdict.message.rstrip('.')}. `kata check {ready.kata.name}` says more.")


def _text(ready: LoadedAttempt, test: "Test", path: Path) -> str:
    from kata.grading.repro_file import repro_file

    attempt = ready.filename.replace("\\", "/")
    return repro_file(
        ready.kata,
        test,
        text=_TEXT.format(seed=ready.seed, file=shlex.quote(f"repro/{path.name}")),
        finds=f"path = Path(__file__).resolve().parents[1] / {attempt!r}",
    )
