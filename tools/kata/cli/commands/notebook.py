"""`kata notebook`: katas as notebooks, for nbgrader and for practice."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli.complete import complete_katas
from kata.cli.options import with_session
from kata.cli.output import make_screen
from kata.cli.status import NO_VERDICT
from kata.errors import KataError
from kata.learner.shown_path import shown
from kata.origin import install_command

if TYPE_CHECKING:
    from kata.cli.screen import Screen
    from kata.grading.verdict import Test
    from kata.learner.session import Session
    from kata.notebook.autograde import GradedNotebook


@click.group()
def notebook() -> None:
    """Katas as notebooks: assignments for nbgrader, and notebooks to practise in. docs/nbgrader.md goes through all of
    it."""


@notebook.command(short_help="Write notebooks from katas.")
@click.option(
    "--katas",
    "names",
    required=True,
    metavar="KATA,KATA,...",
    shell_complete=complete_katas,
    help="The katas, separated by commas.",
)
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="COURSE/source/ASSIGNMENT; with --practice any folder.",
)
@click.option("--set", "together", metavar="NAME", help="All katas in one notebook of this name, not one each.")
@click.option(
    "--feedback",
    type=click.Choice(["full", "message", "name", "none"]),
    default="message",
    show_default=True,
    help="How much a new course's feedback tells of a test that did not pass.",
)
@click.option("--install", default="", metavar="SPEC", help="With --practice: what pip installs as mlkata there.")
@click.option("--practice", is_flag=True, help="Plain notebooks to practise in, without nbgrader.")
@click.option("--force", is_flag=True, help="Write over notebooks that were edited since the last export.")
@with_session
def export(
    session: "Session",
    names: str,
    folder: Path,
    together: str | None,
    feedback: str,
    install: str,
    practice: bool,
    force: bool,
) -> None:
    """Write an instructor's notebook for each kata into COURSE/source/ASSIGNMENT, for `nbgrader generate_assignment`,
    and COURSE/nbgrader_config.py where there is none: it lets `nbgrader autograde` grade without a kernel.

    With --practice, write notebooks to practise in: the specification, a cell for the answer, and one that checks it.
    Their line that installs mlkata names what --install says, else the variable KATA_INSTALL, else where this mlkata
    was installed from: the clone, or the address of its repository.

    \b
    Examples:
      kata notebook export --katas softmax,causal_mask --to course/source/ps1
      kata notebook export --katas softmax,dropout --set week1 --to c/source/ps1
      kata notebook export --katas softmax --practice --to .
    """
    from kata.learner.packages import installed
    from kata.notebook.export import export_course, export_practice

    if not installed("nbformat"):
        raise KataError(f"Notebooks need nbformat, not installed here. To install: {install_command('notebook')}")
    katas = [session.catalog.get(name) for name in dict.fromkeys(names.replace(",", " ").split())]
    if not katas:
        raise KataError("--katas names no kata; `kata list` shows them all.")
    if together is not None and practice:
        raise click.UsageError("--set is for nbgrader's notebooks; --practice writes one for each kata.")
    if practice:
        written = export_practice(katas, folder, force=force, install=install)
    else:
        if together is not None and not together.replace("-", "").replace("_", "").isalnum():
            raise KataError(f"`{together}` can't name a notebook: use letters, digits, hyphens and underscores.")
        sets = {together: katas} if together else {kata.name: [kata] for kata in katas}
        tests = _tests(session, katas)
        written = export_course(
            sets, folder, tests.__getitem__, feedback=feedback, katas_from=_private(session), force=force
        )
    screen = make_screen()
    screen.line(("Written:", "strong"))
    for path in [*written.notebooks, *([written.config] if written.config else [])]:
        screen.line((shown(path.absolute()), "code"), indent=2)
    screen.blank()
    if practice:
        screen.line("Open one in JupyterLab, VS Code or Colab.")
    else:
        _say_what_next(screen, folder.absolute(), bool(written.config))


def _tests(session: "Session", katas: Sequence[Kata]) -> "dict[Kata, list[Test]]":
    """The tests of each kata with their points: a verdict lists all of them, and one on the stub costs least."""
    from kata.grading.engine import Engine
    from kata.learner.trusting import ensure_trusted

    for kata in katas:
        ensure_trusted(session, kata)
    with Engine() as engine:
        return {kata: engine.grade(kata, kata.stub, seed=0, diagnose=False).tests for kata in katas}


def _private(session: "Session") -> list[Path]:
    """The catalogs beside the package's own."""
    workspace = session.workspace_if_any
    return [*(workspace.katas_from() if workspace else []), *session.katas_from]


def _say_what_next(screen: "Screen", folder: Path, new: bool) -> None:
    course = folder.parents[1]
    if not new:
        screen.line(
            f"{shown(course / 'nbgrader_config.py')} was there and stays as it is; docs/nbgrader.md says what it needs."
        )
    screen.line("Next, in ", (shown(course), "code"), ":")
    screen.table(
        [
            ((f"nbgrader generate_assignment {folder.name}", "code"), "the students' version"),
            ((f"kata notebook autograde . {folder.name}", "code"), "once they have handed in"),
        ],
        indent=2,
    )


@notebook.command(short_help="Grade a class, into nbgrader's gradebook.")
@click.argument("course", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("assignment")
@click.option("--student", "only", multiple=True, metavar="ID", help="Only this student; may be given again.")
@click.option("--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="Engines; one for each core.")
@click.option("--confinement", metavar="LEVEL", help="Demand this level of confinement; `kata doctor` lists them.")
@click.option("--force", is_flag=True, help="Grade again what has been graded.")
def autograde(
    course: Path, assignment: str, only: tuple[str, ...], jobs: int, confinement: str | None, force: bool
) -> None:
    """Grade the submissions of ASSIGNMENT in the folder COURSE, as `nbgrader autograde` does and much faster: the same
    marks in the same gradebook, the same graded notebooks, with `nbgrader generate_feedback` to follow.

    Like nbgrader, it leaves out what is graded already, unless the submission is newer. Exit status 3 when a notebook
    could not be graded: its marks wait for a person.

    \b
    Examples:
      kata notebook autograde . ps1
      kata notebook autograde ~/course ps1 --student ada --force
    """
    from kata.cli.progress_bar import progress_bar
    from kata.notebook.autograde import Autograder

    with Autograder(course, assignment, jobs=jobs, confinement=confinement, force=force or bool(only)) as grader:
        students = grader.students()
        unknown = set(only) - set(students)
        if unknown:
            raise KataError(f"{min(unknown)} has handed in nothing for {assignment}.")
        students = [student for student in students if not only or student in only]
        marked = []
        with progress_bar(len(students) * grader.notebooks, quiet=False) as bar:
            for one in grader.grade(students):
                marked.append(one)
                bar.done(f"{one.student}, {one.notebook}", f"{one.score:g} of {one.max_score:g}")
    screen = make_screen()
    _show(screen, assignment, marked)
    for student, says in grader.left_behind:
        screen.line((f"{student}, not kept beside the notebooks: ", "warn"), says)
    if any(one.ungraded for one in marked):
        sys.exit(NO_VERDICT)


def _show(screen: "Screen", assignment: str, marked: "Sequence[GradedNotebook]") -> None:
    if not marked:
        screen.line("Nothing new to grade. --force grades again what has been graded.")
        return
    rows = [[("student", "dim"), ("points", "dim"), ("of", "dim"), ("notebooks", "dim"), ("", "dim")]]
    for student in sorted({one.student for one in marked}):
        own = [one for one in marked if one.student == student]
        problems = sum(bool(one.problem) for one in own)
        rows.append(
            [
                (student, "strong"),
                (f"{sum(one.score for one in own):g}", ""),
                (f"{sum(one.max_score for one in own):g}", ""),
                (str(len(own)), ""),
                (f"{problems} with a problem" if problems else "", "bad"),
            ]
        )
    screen.table(rows, right=[1, 2, 3])
    for one in marked:
        if one.problem:
            screen.blank()
            screen.line((f"{one.student}, {one.notebook}: ", "strong"), one.problem)
    screen.blank()
    screen.line("Next: ", (f"nbgrader generate_feedback {assignment}", "code"))
