"""What `kata classroom grade` leaves: files for a platform, a summary, and lines that no runner takes for commands."""

import contextlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.cli.output import make_screen
from kata.errors import CannotGrade, KataError

if TYPE_CHECKING:
    from kata.classroom.assignment import Assignment
    from kata.grading.verdict import Verdict


def read_writers(outputs: Sequence[str]) -> list[tuple[str, Path]]:
    """The formats and files of `--write FORMAT=FILE`.

    Raises:
        KataError: if there is no such format, or no file.
    """
    from kata.formats import FORMATS

    writers = []
    for output in outputs:
        name, _, file = output.partition("=")
        if name not in FORMATS or not file:
            raise KataError(f"--write {output}: it must be FORMAT=FILE, with one of {', '.join(FORMATS)}.")
        writers.append((name, Path(file)))
    return writers


def write_result(
    name: str, file: Path, verdicts: "list[Verdict]", assignment: "Assignment", notes: list[str], student: str
) -> None:
    """Write the result in a format; a summary is added to what stands in the file.

    Raises:
        KataError: if the file can't be written.
    """
    from kata.classroom.feedback import redact, visibilities
    from kata.formats import render

    options: dict[str, dict[str, object]] = {
        "json": {"assignment": assignment.name, "student": student, "mlkata": assignment.mlkata},
        "markdown": {"heading": assignment.name, "notes": notes},
        "codio": {"notes": notes},
        "prairielearn": {"notes": notes},
        "gradescope": {"notes": notes, "visibility": [visibilities(one, assignment.feedback) for one in verdicts]},
    }
    if name == "gradescope":  # it hides tests itself, and knows the date
        verdicts = [redact(one, assignment.feedback, hide=False) for one in verdicts]
    text = render(name, verdicts, **options.get(name, {}))
    try:
        with file.open("a" if name in ("classroom", "markdown") else "w", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise KataError(f"{file} can't be written: {error.strerror}.") from None


def write_why_not(writers: list[tuple[str, Path]], error: CannotGrade) -> None:
    """Leave a sentence where people look, a workflow's summary: the log is read by nobody."""
    from kata.formats.markdown import sentence

    for name, file in writers:
        if name == "markdown":
            with contextlib.suppress(OSError), file.open("a", encoding="utf-8") as out:
                out.write(sentence("This could not be graded", str(error)))


@contextmanager
def no_commands() -> Iterator[None]:
    """In a workflow, let the runner take no line for a command: what a submission printed is among them."""
    import secrets

    if os.environ.get("GITHUB_ACTIONS") != "true":
        yield
        return
    token = secrets.token_hex(16)
    click.echo(f"::stop-commands::{token}")
    try:
        yield
    finally:
        click.echo(f"::{token}::")


def show_result(verdicts: "Sequence[Verdict]", notes: Sequence[str]) -> None:
    """The verdicts as `kata check` shows them, and the points in all."""
    from kata.cli.verdict import VerdictContext, headline, show_details

    screen = make_screen()
    for verdict in verdicts:
        screen.line(*headline(screen, verdict))
        show_details(screen, verdict, VerdictContext(path="", checks=0, hints_seen=0, hints=0, whole=True))
        screen.blank()
    for note in notes:
        screen.line((note, "warn"), first=("Note: ", "warn"))
    points, most = sum(verdict.points for verdict in verdicts), sum(verdict.max_points for verdict in verdicts)
    if most:
        screen.line((f"{points} of {most} points in all.", "strong"))
