"""`kata classroom`: assignments for a class, graded where the class works."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kata.cli.commands.grade import grade_class, grading_options
from kata.cli.complete import complete_katas
from kata.cli.options import katas_from_option, path_option, with_session
from kata.cli.output import make_screen
from kata.cli.status import NO_VERDICT, NOT_PASSED, PASSED
from kata.cli.submission_result import no_commands, read_writers, show_result, write_result, write_why_not
from kata.dates import parse_date
from kata.errors import CannotGrade, KataError
from kata.learner.shown_path import shown

if TYPE_CHECKING:
    from kata.catalog import Catalog, Kata
    from kata.classroom.bundle import Bundle
    from kata.learner.session import Session

# What the options offer; kata.classroom has the same words, and isn't imported for `--help`.
_DETAILS = ("full", "message", "name", "none")
_PLACES = ("open", "bundle", "repository", "central")
_LEVELS = ("limits", "landlock", "bubblewrap")

_PLATFORMS = ("autolab", "classroom50", "codegrade", "codio", "gitlab", "gradescope", "prairielearn")

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_instructor_argument = click.argument("instructor", metavar="INSTRUCTOR", type=_FOLDER)


@click.group()
def classroom() -> None:
    """Assignments for a class: make one, grade what students hand in, collect the marks. docs/classroom.md goes
    through it on each platform."""


@classroom.command(short_help="Make an assignment: a starter repository, and the instructor's side.")
@click.argument("name")
@click.option("--katas", multiple=True, metavar="KATA,...", shell_complete=complete_katas, help="Which katas.")
@path_option
@click.option("--due", metavar="TIME", help="When it is due: 2026-12-01 (the end of that day) or 2026-12-01T18:00.")
@click.option("--points", multiple=True, metavar="KATA[.TEST]=N", help="Points of a kata (100) or of one of its tests.")
@click.option("--detail", type=click.Choice(_DETAILS), default="full", show_default=True, help="Feedback on a test.")
@click.option("--no-diagnosis", is_flag=True, help="Don't name the known mistake behind a failure.")
@click.option(
    "--graders",
    type=click.Choice(_PLACES),
    help="Where the graders are in a workflow; by default bundle if a kata is private, else open.",
)
@click.option("--hints", type=click.IntRange(0, 3), default=0, show_default=True, help="Hints of private katas.")
@click.option("--confinement", type=click.Choice(_LEVELS), default="landlock", show_default=True, help="At least this.")
@click.option(
    "--install",
    default="wheel",
    show_default=True,
    metavar="SPEC",
    help="What pip installs as mlkata: a wheel of this one, which the starter brings along; `index`; or an address.",
)
@click.option("--secret", type=_FILE, help="Use this secret.key, and not a new one: the same bytes come out.")
@click.option("--to", "folder", type=_FOLDER, metavar="DIR", help="Where to write; by default a folder NAME.")
@with_session
def new(
    session: "Session",
    name: str,
    katas: Sequence[str],
    path: str | None,
    due: str | None,
    points: Sequence[str],
    detail: str,
    no_diagnosis: bool,
    graders: str | None,
    hints: int,
    confinement: str,
    install: str,
    secret: Path | None,
    folder: Path | None,
) -> None:
    """Write an assignment into DIR: `starter` is for students, `instructor` for you alone.

    \b
    Examples:
      kata classroom new week-1 --katas softmax,causal_mask --due 2026-12-01
      kata classroom new exam --katas-from ~/my-katas --katas bond_price --graders bundle
      kata classroom new week-2 --katas softmax --points softmax=20 --detail message
    """
    from kata.classroom.assignment import Assignment, read_assignment, write_assignment
    from kata.classroom.bundle import is_private, read_secret
    from kata.classroom.feedback import FeedbackPolicy
    from kata.classroom.starter import assigned_katas, new_assignment
    from kata.progress import clock

    chosen = _chosen(session.catalog, katas, path)
    assignment = Assignment(
        name=name,
        katas=assigned_katas(chosen, _points(points)),
        due=parse_date(due, "--due") if due else None,
        feedback=FeedbackPolicy(detail, not no_diagnosis),  # type: ignore[arg-type]
        graders=graders or ("bundle" if any(map(is_private, chosen)) else "open"),  # type: ignore[arg-type]
        confinement=confinement,
        hints=hints,
        install="" if install == "index" else install,
    )
    # What is written must be readable: the rules of the file are the rules of the options.
    assignment = read_assignment(write_assignment(assignment), "the options")
    folder = Path(name) if folder is None else folder
    given = None if secret is None else read_secret(secret)
    written = new_assignment(assignment, session.catalog, folder, secret=given)
    screen = make_screen()
    count = len(chosen)
    what = f"{count} kata{'s' if count > 1 else ''}, {assignment.points} points"
    screen.line(("An assignment is made: ", "strong"), (name, "code"), f"  {what}")
    purpose = {"starter": "for students: make a template repository of it", "instructor": "for you alone"}
    screen.table([((f"{shown(folder / side)}/", "code"), purpose[side]) for side in written], indent=2)
    screen.blank()
    if assignment.due is not None and assignment.due <= clock.now():
        screen.line((f"It was due on {assignment.due:%Y-%m-%d %H:%M}, which is in the past.", "warn"))
    screen.line("What to do next stands in ", (shown(folder / "instructor" / "README.md"), "code"), ".")


def _chosen(catalog: "Catalog", names: Sequence[str], path: str | None) -> "list[Kata]":
    from kata.catalog.paths import find_path

    found = [catalog.get(name) for listed in names for name in listed.split(",") if name.strip()]
    if path is not None:
        found += find_path(catalog, path).katas(catalog)
    if not found:
        raise KataError("Say which katas: --katas KATA,... or --path PATH. `kata list` and `kata path` show them.")
    return list({kata.name: kata for kata in found}.values())


def _points(options: Sequence[str]) -> dict[str, int]:
    points = {}
    for option in options:
        name, _, number = option.partition("=")
        if not number.isdecimal() or int(number) < 1:
            raise KataError(f"--points {option}: it must be KATA=N or KATA.TEST=N, with a whole number above 0.")
        points[name.strip().replace("-", "_")] = int(number)
    return points


@classroom.command(short_help="Carry a changed classroom.toml into the starter and the bundle.")
@_instructor_argument
@click.option("--starter", type=_FOLDER, help="The starter; by default the folder beside INSTRUCTOR.")
@click.option("--force", is_flag=True, help="Write over files of the starter that were edited.")
@katas_from_option
def update(instructor: Path, starter: Path | None, force: bool, katas_from: tuple[Path, ...]) -> None:
    """Write anew what follows from INSTRUCTOR/classroom.toml: the starter, the bundle and the model answers. Keys and
    final inputs stay. Files of the starter that you edited stay too, and are named.

    \b
    Examples:
      kata classroom update week-1/instructor
    """
    from kata.classroom.starter import STARTER
    from kata.classroom.update import update_assignment

    done = update_assignment(instructor, starter or instructor.absolute().parent / STARTER, katas_from, force=force)
    screen = make_screen()
    if done.written:
        screen.line(("Written:", "strong"))
    else:
        screen.line("Nothing has changed.")
    for path in done.written:
        screen.line((shown(path), "code"), indent=2)
    if done.kept:
        screen.line(("Edited by you, and kept (--force writes over them):", "warn"))
    for path in done.kept:
        screen.line((shown(path), "code"), indent=2)
    if any(path.is_relative_to(instructor.absolute().parent / STARTER) for path in done.written):
        screen.line("Push the starter; repositories that students have already get it when they merge the template.")


@classroom.command(short_help="Grade one student's folder, for a workflow or a platform.")
@click.argument("folder", type=_FOLDER)
@click.option("--bundle", type=_FILE, help="The grader bundle; KATA_BUNDLE_KEY has the key of a sealed one.")
@click.option("--assignment", type=_FOLDER, help="Or the folder of a classroom.toml, for public katas.")
@click.option("--examples", is_flag=True, help="Run the specifications' examples only, which give no points.")
@click.option("--confinement", type=click.Choice(_LEVELS), help="Demand this level or a tighter one.")
@click.option("--minutes", type=click.IntRange(min=1), help="Begin no further kata after this time.")
@click.option("--student", default="", metavar="NAME", help="Whose it is, for the results.")
@click.option("--write", "outputs", multiple=True, metavar="FORMAT=FILE", help="Write the result; may be given again.")
def grade(
    folder: Path,
    bundle: Path | None,
    assignment: Path | None,
    examples: bool,
    confinement: str | None,
    minutes: int | None,
    student: str,
    outputs: Sequence[str],
) -> None:
    """Grade the answers in FOLDER with inputs drawn anew, and tell of them what the assignment's policy allows.

    FORMAT is one of those of `kata check --format`; classroom and markdown are added to FILE, others replace it.
    Exit status: 0 all passed, 1 not all, 3 could not grade.

    \b
    Examples:
      kata classroom grade submission --bundle grader.bundle --write classroom="$GITHUB_OUTPUT"
      kata classroom grade submission --assignment week-1/instructor --write json=result.json
    """
    import time

    from kata.batch.one_folder import find_attempts
    from kata.classroom.grade import for_students, grade_attempts, katas_of
    from kata.grading.engine import Engine, level_from

    writers = read_writers(outputs)
    until = None if minutes is None else time.monotonic() + 60 * minutes
    try:
        with _opened(folder, bundle, assignment, examples=examples) as (opened, sealed):
            chosen = opened.assignment
            level = level_from(confinement or chosen.confinement)
            if sealed and level == "limits":
                raise CannotGrade(
                    "At level `limits` an answer can read what its user can, the key of this bundle too. Grade it "
                    "where there is more (`kata doctor`), or where no student's code runs beside a key."
                )
            katas = katas_of(chosen, opened.catalog)
            _need_packages(katas)
            found = find_attempts(folder, katas)
            with Engine(confinement=level) as engine:
                graded = list(grade_attempts(engine, found, chosen, examples=examples, until=until))
    except CannotGrade as error:
        write_why_not(writers, error)
        raise
    # The examples are the students' own already.
    verdicts = graded if examples else for_students(graded, chosen)
    notes = list(found.notes)
    if examples:
        notes.append("These are the examples of the specifications, which give no points; the tests are elsewhere.")
    failed = []
    for name, file in writers:  # one that can't be written costs no other
        try:
            write_result(name, file, verdicts if examples or name != "gradescope" else graded, chosen, notes, student)
        except KataError as error:
            failed.append(error)
    with no_commands():
        show_result(verdicts, notes)
    if failed:
        raise failed[0]
    if any(verdict.status == "grader_error" for verdict in verdicts):
        sys.exit(NO_VERDICT)
    sys.exit(PASSED if all(verdict.passed for verdict in verdicts) else NOT_PASSED)


@contextmanager
def _opened(
    folder: Path, bundle: Path | None, assignment: Path | None, *, examples: bool
) -> "Iterator[tuple[Bundle, bool]]":
    """The bundle and whether a key opened it, or an assignment's folder with the package's katas.

    Only for examples, which give no points and run confined, may the assignment and its specifications be a student's.
    """
    from kata.catalog import load_catalog
    from kata.classroom.assignment import FILE, load_assignment
    from kata.classroom.bundle import Bundle, check_version, lies_in, open_bundle
    from kata.classroom.keys import take_key
    from kata.sandbox.limits import harden_parent

    if (bundle is None) == (assignment is None):
        raise KataError("Say what to grade with: --bundle FILE, or --assignment DIR.")
    if bundle is not None:
        key = take_key()
        if key:
            harden_parent()  # what it holds is for no other process of this user's
        with open_bundle(bundle, key, submission=folder) as opened:
            yield opened, key is not None
    elif assignment is not None:
        if not examples and lies_in(assignment, folder):
            raise CannotGrade(
                f"{assignment} is a part of the submission: whoever handed it in could have given themselves any "
                "points. Take the classroom.toml from elsewhere; in a workflow, it stands in the workflow itself."
            )
        roots = [assignment] if examples and (assignment / "exercises").is_dir() else []
        read = load_assignment(assignment)
        check_version(assignment / FILE, read.mlkata)
        yield Bundle(read, load_catalog(roots)), False


def _need_packages(katas: "Sequence[Kata]") -> None:
    """Raises CannotGrade if this machine lacks a package that one of the katas needs."""
    from kata.learner.packages import install_line, missing

    absent = sorted({package for kata in katas for package in missing(kata)})
    if absent:
        raise CannotGrade(f"This assignment needs {' and '.join(absent)}, not installed: {install_line(absent)}")


@classroom.command(short_help="Write the autograder of Gradescope, Classroom 50, Autolab and others.")
@click.argument("platform", type=click.Choice(_PLATFORMS))
@_instructor_argument
@click.option("--to", "place", required=True, type=click.Path(path_type=Path), metavar="PLACE", help="Zip, or folder.")
def export(platform: str, instructor: Path, place: Path) -> None:
    """Write an assignment for a platform that runs a grader of yours. INSTRUCTOR is the folder of that name.

    For Gradescope PLACE is the zip file to upload, for GitLab the starter's .gitlab-ci.yml; for Classroom 50 the folder
    CLASSROOM/autograders/ASSIGNMENT, and a folder of its files for the others.

    \b
    Examples:
      kata classroom export gradescope week-1/instructor --to week-1.zip
      kata classroom export classroom50 week-1/instructor --to classroom50/ml101/autograders/week-1
    """
    from kata.classroom import export as exports
    from kata.classroom.bundle import Bundle
    from kata.classroom.instructor import open_instructor

    with open_instructor(instructor) as opened:
        bundle = Bundle(opened.assignment, opened.catalog)
        if platform == "classroom50":
            written = exports.classroom50(bundle, place, opened.secret)
        elif platform == "gitlab":
            written = exports.gitlab(bundle, place)
        elif platform in exports.SCRIPTED:
            written = exports.scripted(platform, bundle, place)
        else:
            data = exports.gradescope(bundle)
            try:
                with place.open("xb") as file:
                    file.write(data)
            except FileExistsError:
                raise KataError(f"{place} exists already; nothing was written.") from None
            except OSError as error:
                raise KataError(f"{place} can't be written: {error.strerror}.") from None
            written = [place]
    screen = make_screen()
    screen.line(("Written:", "strong"))
    for path in written:
        screen.line((shown(path), "code"), indent=2)


@classroom.command(short_help="Grade the class with the final inputs: `kata grade` by another name.")
@_instructor_argument
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@grading_options
def collect(instructor: Path, submissions: Path, **options: Any) -> None:
    """Grade SUBMISSIONS with the final inputs of the assignment, which nobody has seen. It is `kata grade SUBMISSIONS
    --assignment INSTRUCTOR`, with the same options and the same results.

    \b
    Examples:
      kata classroom collect week-1/instructor clones --out week-1/grades
    """
    from kata.classroom.instructor import instructor_folder

    if instructor_folder(instructor) is None:
        raise KataError(f"{instructor} is no instructor's folder: there is no classroom.toml and grader.zip in it.")
    grade_class(submissions, assignment=instructor, katas=(), **options)


@classroom.command(short_help="Read the results that a platform wrote into one CSV.")
@_instructor_argument
@click.argument("folder", type=_FOLDER)
@click.option("--roster", type=_FILE, help="The class list, a CSV file.")
@click.option("-o", "--output", type=_FILE, help="Where to write the CSV; by default standard output.")
def results(instructor: Path, folder: Path, roster: Path | None, output: Path | None) -> None:
    """Read the results in FOLDER, one for each student: a file, or a folder with nothing but one, in one of the formats
    classroom, classroom50, gradescope and json. Students could have changed the workflow behind them: final marks are
    those of `kata classroom collect`.

    \b
    Examples:
      kata classroom results week-1/instructor artifacts -o feedback.csv
    """
    from kata.classroom.assignment import load_assignment
    from kata.classroom.results import collect_results, gradebook, read_roster

    students = None if roster is None else read_roster(roster)
    assignment = load_assignment(instructor)
    rows = collect_results(folder, assignment)
    text = gradebook(rows, assignment, students)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise KataError(f"{output} can't be written: {error.strerror}.") from None
    screen = make_screen()
    screen.line(f"{len(rows)} students' results, in ", (shown(output), "code"), ".")
    for row in rows:
        for note in row.notes:
            screen.line((row.place, "code"), f": {note}", indent=2)
