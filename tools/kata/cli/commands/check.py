"""`kata check`: the verdict on an attempt."""

import json
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from kata.cli.messages import print_message
from kata.cli.options import json_option, kata_argument, with_session
from kata.cli.output import make_screen, terminal_size
from kata.cli.status import INTERRUPTED, NO_VERDICT, NOT_PASSED, PASSED
from kata.formats import FORMATS
from kata.learner.checking import grade, read, record

if TYPE_CHECKING:
    from kata.catalog import Kata
    from kata.learner.interviewing import HandIn
    from kata.learner.session import Session


@click.command()
@kata_argument
@click.option("--all", "whole", is_flag=True, help="Show every test, and all that is known of each that did not pass.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Grade with the inputs of this seed.")
@click.option("--no-diagnosis", is_flag=True, help="Don't look for a known mistake behind a failure.")
@click.option("--confinement", metavar="LEVEL", help="Demand this level of confinement; `kata doctor` lists them.")
@json_option
@click.option(
    "--format", "form", type=click.Choice(sorted(FORMATS)), help="Write the verdict as another system reads it."
)
@with_session
def check(
    session: "Session",
    name: str | None,
    whole: bool,
    seed: int | None,
    no_diagnosis: bool,
    confinement: str | None,
    as_json: bool,
    form: str | None,
) -> None:
    """Grade your attempt at KATA, by default the kata that you work on. KATA may be a notebook too: FILE.ipynb.

    While the kata is in an interview, this hands the attempt in; the verdict comes at the end.

    The inputs are drawn anew after every pass; until you pass, they stay the same. Exit status: 0 passed, 1 not passed,
    2 wrong usage, 3 could not grade.

    \b
    Examples:
      kata check
      kata check softmax --all
      kata check softmax --json > verdict.json
      kata check softmax --format junit > softmax.xml
      kata check softmax --format problems
    """
    from kata.grading.engine import Engine
    from kata.learner.interviewing import hand_in

    if as_json and form:
        raise click.UsageError("--json and --format both say what to write; give one of them.")

    if name is not None and name.endswith(".ipynb"):
        from kata.cli.notebooks import check_notebook

        session.does_without_record = True
        check_notebook(session, name, whole, seed, not no_diagnosis, confinement, "json" if as_json else form)
        return
    session.does_without_record = True
    kata = session.kata(name)
    handed_in = hand_in(session, kata)
    if handed_in is not None:
        _show_hand_in(kata, handed_in, as_json)
        return
    ready = read(session, kata, seed)
    screen = make_screen()
    with Engine(confinement=confinement) as engine:
        try:
            with nullcontext() if as_json or form else screen.busy(f"Checking {ready.kata.name} ..."):
                verdict = grade(engine, ready, diagnose=not no_diagnosis)
        except KeyboardInterrupt:
            print_message("Interrupted; nothing was recorded.")
            sys.exit(INTERRUPTED)
        engine.begin_close()  # it ends while the verdict is shown
        rated = record(session, ready, verdict)
        if as_json:
            click.echo(json.dumps(verdict.to_dict(), indent=2))
        elif form:
            from kata.formats import render

            options: dict[str, Any] = {}
            if form == "problems":
                options = {"files": {kata.name: str(ready.path)}, "sources": {kata.name: ready.source}}
            click.echo(render(form, [verdict], **options), nl=False)
        else:
            from kata.cli.verdict import show_verdict, verdict_context
            from kata.learner.standing import standing

            # What the shell writes before and after takes two rows.
            rows = terminal_size().lines - 2 if sys.stdout.isatty() else None
            now = standing(session) if verdict.passed else None
            show_verdict(screen, verdict, verdict_context(ready, whole=whole, rows=rows, rated=rated, standing=now))
    if verdict.status == "grader_error":
        sys.exit(NO_VERDICT)
    sys.exit(PASSED if verdict.passed else NOT_PASSED)


def _show_hand_in(kata: "Kata", handed_in: "HandIn", as_json: bool) -> None:
    """All that is told before the end of an interview."""
    if as_json:
        said = {"interview": True, "kata": kata.name, "handed_in": True, "fault": handed_in.fault}
        click.echo(json.dumps(said, indent=2))
        return
    screen = make_screen()
    screen.line((f"{kata.name} is handed in. ", "strong"), "The result comes at the end.")
    if handed_in.fault:
        screen.line((handed_in.fault, "warn"))
    rest = "All are handed in: `kata interview --end` shows the card."
    if handed_in.open:
        rest = f"Still open: {', '.join(handed_in.open)}."
    screen.line(f"{handed_in.minutes_left} minutes left. {rest}")
