"""`kata check NOTEBOOK.ipynb`: the answers in a notebook, graded without running it."""

import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.cli.messages import print_message
from kata.cli.output import make_screen
from kata.cli.status import INTERRUPTED, NO_VERDICT, NOT_PASSED, PASSED
from kata.errors import CannotGrade, KataError
from kata.learner.checking import LoadedAttempt, grade, ready_with, record
from kata.learner.interviewing import refuse_interview
from kata.learner.packages import install_line, missing

if TYPE_CHECKING:
    from kata.catalog import Kata
    from kata.grading.verdict import Verdict
    from kata.learner.session import Session


def check_notebook(
    session: "Session",
    name: str,
    whole: bool,
    seed: int | None,
    diagnose: bool,
    confinement: str | None,
    form: str | None,
) -> None:
    """Grade every kata that a notebook answers, show or write the verdicts, and exit like `kata check`.

    Args:
        session: of the command.
        name: the notebook's path.
        whole: show every failing test whole.
        seed: of the inputs.
        diagnose: look for known mistakes.
        confinement: the level to demand.
        form: a format of `kata.formats` to write; None shows the verdicts.

    Raises:
        KataError: if the notebook can't be read or answers no kata.
    """
    from kata.grading.engine import Engine

    readies = _read(session, Path(name), seed)
    screen = make_screen()
    verdicts: list[Verdict] = []
    try:
        with nullcontext() if form else screen.busy(f"Checking {name} ..."), Engine(confinement=confinement) as engine:
            verdicts += [grade(engine, ready, diagnose=diagnose) for ready in readies]
    except KeyboardInterrupt:
        print_message("Interrupted; nothing was recorded.")
        sys.exit(INTERRUPTED)
    rated = [record(session, ready, verdict) for ready, verdict in zip(readies, verdicts, strict=True)]
    if form == "json":
        found = [verdict.to_dict() for verdict in verdicts]
        click.echo(json.dumps(found[0] if len(found) == 1 else found, indent=2))
    elif form:
        from kata.formats import render

        click.echo(render(form, verdicts), nl=False)
    else:
        _show(readies, verdicts, rated, whole)
    if any(verdict.status == "grader_error" for verdict in verdicts):
        sys.exit(NO_VERDICT)
    sys.exit(PASSED if all(verdict.passed for verdict in verdicts) else NOT_PASSED)


def _read(session: "Session", path: Path, seed: int | None) -> list[LoadedAttempt]:
    from kata.notebook.answers import answer_from, katas_in, read_cells

    cells = read_cells(path)
    katas = katas_in(cells, session.catalog)
    if not katas:
        raise KataError(f"{path} answers no kata: it defines no function or class that a kata asks for.")
    readies = []
    for kata in katas:
        ensure_gradable(session, kata)
        source = answer_from(cells, kata) or ""
        readies.append(ready_with(session, kata, path.absolute(), source, filename=path.name, seed=seed))
    return readies


def ensure_gradable(session: "Session", kata: "Kata") -> None:
    """Refuse a kata that is in an interview, or lacks a package.

    Raises:
        KataError: why it can't be graded now.
    """
    if session.workspace_if_any is not None:
        refuse_interview(session, f"`kata check {kata.name}` hands in your attempt.", kata.name)
    absent = missing(kata)
    if absent:
        raise CannotGrade(
            f"{kata.name} needs {' and '.join(absent)}, not installed here. To install: {install_line(absent)}"
        )


def _show(readies: list[LoadedAttempt], verdicts: "list[Verdict]", rated: list[str], whole: bool) -> None:
    from kata.cli.verdict import headline, show_details, verdict_context

    screen = make_screen()
    for index, (ready, verdict, sentence) in enumerate(zip(readies, verdicts, rated, strict=True)):
        if index:
            screen.blank()
        screen.line(*headline(screen, verdict))
        show_details(screen, verdict, verdict_context(ready, whole=whole))
        if sentence:
            screen.line(sentence)
