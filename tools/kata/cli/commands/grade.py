"""`kata grade`: a whole class at once."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kata.cli.class_grades import as_data, show_grades, show_plan
from kata.cli.complete import complete_katas
from kata.cli.grading_bar import QuietGradingBar, grading_bar
from kata.cli.messages import print_message
from kata.cli.options import json_option, katas_from_option
from kata.cli.output import make_screen
from kata.cli.status import INTERRUPTED, NO_VERDICT
from kata.dates import parse_date
from kata.errors import CannotGrade, KataError
from kata.learner.packages import install_line, installed, missing

if TYPE_CHECKING:
    from kata.batch.gradesheet import GradeSheet
    from kata.batch.plan import Course, Plan, Seeds
    from kata.batch.report.statistics import Statistics
    from kata.batch.run import RunEvent
    from kata.batch.store import Store
    from kata.classroom.instructor import Instructor
    from kata.classroom.roster import Roster

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# Of the extra `batch`, with the module that each is imported as.
_PACKAGES = {"matplotlib": "matplotlib", "markdown-it-py": "markdown_it", "pyyaml": "yaml"}


_OPTIONS = (
    click.option(
        "--out",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("grades"),
        show_default=True,
        metavar="DIR",
        help="Results, gradebooks, feedback and the report go there.",
    ),
    click.option(
        "--jobs", type=click.IntRange(1, 512), default=os.cpu_count() or 1, help="Engines; by default one a core."
    ),
    click.option("--scheduler", metavar="ADDRESS", help="Grade on this dask.distributed cluster."),
    click.option(
        "--take",
        type=click.Choice(["last", "best"]),
        default="last",
        show_default=True,
        help="Of several answers, this one.",
    ),
    click.option("--before", metavar="DATE", help="Answers after it don't count: 2026-11-30, a time, or `due`."),
    click.option("--roster", type=_FILE, metavar="CSV", help="The class list; everybody on it gets a row."),
    click.option(
        "--overrides", type=_FILE, metavar="CSV", help="Your marks and comments: student, kata, points, comment."
    ),
    click.option("--extensions", type=_FILE, metavar="CSV", help="Who has more time: student, days."),
    click.option("--groups", type=_FILE, metavar="CSV", help="Who works together, and has one answer: group, student."),
    click.option(
        "--gradebook",
        "gradebooks",
        type=_FILE,
        multiple=True,
        metavar="FILE",
        help="Moodle's worksheet, or the gradebook of Canvas, Blackboard or Brightspace: it comes back filled in.",
    ),
    click.option(
        "--earlier",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        multiple=True,
        metavar="DIR",
        help="The --out of an earlier term: answers that are like one of its are listed too.",
    ),
    click.option("--column", metavar="NAME", help="The column in it that takes the points."),
    click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Of all inputs, in place of the run's own."),
    click.option("--secret", type=_FILE, metavar="FILE", help="The secret.key, where it isn't beside classroom.toml."),
    click.option("--no-diagnosis", is_flag=True, help="Don't look for known mistakes."),
    click.option("--confinement", metavar="LEVEL", help="Use this level; by default the best, `landlock` at least."),
    click.option("--dry-run", is_flag=True, help="Say what would be graded, and why. Nothing is graded or written."),
    click.option("--quiet", is_flag=True, help="Write nothing but errors."),
    json_option,
    katas_from_option,
)


def grading_options(command: Callable[..., None]) -> Callable[..., None]:
    """What `kata grade` and `kata classroom collect` have in common: they are one command under two names."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@click.argument("submissions", type=click.Path(exists=True, path_type=Path))
@click.option("--katas", metavar="KATA,...", multiple=True, help="Which katas.", shell_complete=complete_katas)
@click.option(
    "--assignment",
    type=click.Path(exists=True, path_type=Path),
    metavar="PLACE",
    help="Katas, points, due date and feedback from this classroom.toml, or the instructor's folder.",
)
@grading_options
def grade(submissions: Path, **options: Any) -> None:
    """Grade SUBMISSIONS: a folder with one folder for each student (clones, an export of Moodle, what nbgrader
    collected, notebooks), the files of an export of Canvas, a .zip of these, or a CSV with columns student and path.

    With an assignment's `instructor` folder the inputs are its final ones, which nobody has seen. Every result is kept
    as it comes: a run that was stopped goes on where it was, one that is repeated grades only what has changed. Exit
    status: 0 done, 2 wrong usage, 3 when something could not be graded.

    \b
    Examples:
      kata grade submitted --katas softmax,causal_mask
      kata grade clones --assignment week-1/instructor --out week-1/grades
      kata grade export.zip --katas softmax --before 2026-11-30T18:00 --take best
      kata grade submitted --assignment classroom.toml --scheduler tcp://10.0.0.1:8786
    """
    grade_class(submissions, **options)


def grade_class(submissions: Path, out: Path, dry_run: bool, quiet: bool, as_json: bool, **options: Any) -> None:
    """What `kata grade` does, and `kata classroom collect` with an instructor's folder as the assignment."""
    from kata.batch.gradesheet import GradeSheet
    from kata.batch.plan import NOBODY_LISTED, NOTHING_GRADED, graded_nothing, look, make_plan, resolve_extensions
    from kata.batch.store import Store

    absent = [package for package, module in _PACKAGES.items() if not installed(module)]
    if absent:
        raise CannotGrade(f"`kata grade` needs {' and '.join(absent)}, not installed: {install_line(absent)}")
    path = out / "results.db"
    with ExitStack() as stack:
        course, instructor = stack.enter_context(_course(**options))
        sheets = [GradeSheet(file, options["column"]) for file in options["gradebooks"]]
        for sheet in sheets:  # what doesn't fit is said before anything is graded
            sheet.targets(course.assignment.name, [kata.name for kata in course.katas])
        for place in options["earlier"]:
            if not (place / "results.db").is_file():
                raise KataError(f"{place} holds no results.db: name the --out of an earlier `kata grade`.")
        roster = _roster(options["roster"], instructor, sheets)
        if dry_run:
            store = stack.enter_context(Store.copy_of(path) if path.exists() else Store(None))
        else:
            _make_folder(out)
            store = stack.enter_context(Store(path))
        bar = stack.enter_context(grading_bar(quiet or as_json))
        try:
            seeds = _seeds(store, course, instructor, options["seed"])
            bar.begin("looking", None)
            submitted = [one for sheet in sheets for one in sheet.submitted()]
            warnings = look(store, course, submissions, roster, bar.at, submitted=submitted)
            course, unknown = resolve_extensions(store, course)
            warnings += unknown
            bar.begin("planning", None)
            plans = make_plan(store, course, seeds)
            warnings += graded_nothing(store, submissions)
            if dry_run:
                stack.close()
                show_plan(plans, as_json)
                _tell(warnings)
                return
            _override(store, course, options["overrides"])
            event, statistics = _grade(store, course, plans, seeds, out, bar, sheets, options)
        except KeyboardInterrupt:
            stack.close()
            print_message("Interrupted. What was graded is kept; the same command goes on from there.")
            sys.exit(INTERRUPTED)
    if as_json:
        click.echo(json.dumps(as_data(plans, event, statistics, seeds, out), indent=2))
    elif not quiet:
        show_grades(make_screen(), plans, event, statistics, out)
    _tell(warnings)
    if event.faults or any(says.startswith((NOTHING_GRADED, NOBODY_LISTED)) for says in warnings):
        sys.exit(NO_VERDICT)


@contextmanager
def _course(
    katas: tuple[str, ...],
    assignment: Path | None,
    katas_from: tuple[Path, ...],
    take: Any,
    before: str | None,
    no_diagnosis: bool,
    secret: Path | None,
    scheduler: str | None,
    extensions: Path | None,
    groups: Path | None,
    **_: Any,
) -> "Iterator[tuple[Course, Instructor | None]]":
    """What is graded and by which rules, for as long as it takes; the instructor's folder, if the assignment is one."""
    from kata.batch.plan import Course, course_of
    from kata.catalog import load_catalog
    from kata.classroom.assignment import load_assignment
    from kata.classroom.bundle import is_private
    from kata.classroom.groups import GROUPS, Groups, load_groups
    from kata.classroom.instructor import instructor_folder, open_instructor
    from kata.classroom.late import EXTENSIONS, Deadlines, load_extensions

    names = [name for text in katas for name in text.split(",") if name.strip()]
    if bool(names) == bool(assignment):
        raise click.UsageError("Say which katas: either --katas softmax,causal_mask or --assignment PLACE.")
    folder = instructor_folder(assignment) if assignment else None
    with ExitStack() as stack:
        instructor = None
        if folder is not None:
            instructor = stack.enter_context(open_instructor(folder, katas_from, secret))
            course = Course(instructor.assignment, instructor.katas)
            if scheduler and not katas_from and any(map(is_private, course.katas)):
                raise KataError(
                    "Workers can't look into the bundle: give the katas with --katas-from, at the same path on each."
                )
        elif assignment is not None:
            catalog, chosen = load_catalog(katas_from), load_assignment(assignment)
            course = Course(chosen, tuple(catalog.get(assigned.kata) for assigned in chosen.katas))
        else:
            catalog = load_catalog(katas_from)
            course = course_of(tuple(dict.fromkeys(catalog.get(name) for name in names)))
        absent = sorted({package for kata in course.katas for package in missing(kata)})
        if absent:
            raise CannotGrade(f"These katas need {' and '.join(absent)}, not installed here: {install_line(absent)}")
        due = course.assignment.due
        limit = due if before == "due" else parse_date(before, "--before") if before else None
        if before == "due" and limit is None:
            raise click.UsageError("--before due: there is no assignment with a due date.")
        more, together = _beside(extensions, EXTENSIONS, instructor), _beside(groups, GROUPS, instructor)
        deadlines = Deadlines(due, course.assignment.late, load_extensions(more) if more else {})
        yield (
            replace(
                course,
                take=take,
                before=limit,
                diagnose=not no_diagnosis,
                deadlines=deadlines,
                groups=load_groups(together) if together else Groups(),
            ),
            instructor,
        )


def _beside(given: Path | None, name: str, instructor: "Instructor | None") -> Path | None:
    """A file that is given; else the one of that name in the instructor's folder, where there is one."""
    place = given or (instructor.folder / name if instructor else None)
    return place if place is not None and (given or place.is_file()) else None


def _seeds(store: "Store", course: "Course", instructor: "Instructor | None", seed: int | None) -> "Seeds":
    """The inputs' seeds: of the final marks, where there is an instructor's folder."""
    from kata.batch.plan import Seeds, final_seeds, run_seed
    from kata.classroom.starter import SECRET

    by_student = course.assignment.variant == "seed"
    if instructor is None or seed is not None:
        return Seeds(run_seed(store, seed), by_student=by_student)
    if instructor.secret is None:
        raise KataError(
            f"Final marks take the assignment's {SECRET}, which isn't in {instructor.folder}: name it with --secret."
        )
    return Seeds(0, final_seeds(instructor.assignment, instructor.secret), by_student)


def _roster(given: Path | None, instructor: "Instructor | None", sheets: "list[GradeSheet]") -> "Roster":
    """The class list that is given; else the instructor's, once it is filled in; else a gradebook's."""
    from kata.classroom.roster import Roster, load_roster
    from kata.classroom.starter import ROSTER
    from kata.csv_file import read_table

    place = given or (instructor.folder / ROSTER if instructor else None)
    people = [person for sheet in sheets for _, person in sheet.people]
    if place is None or (given is None and not (place.is_file() and any(True for _ in read_table(place)))):
        return Roster().learn(people, add=True)
    return load_roster(place).learn(people)


def _tell(warnings: list[str]) -> None:
    for says in warnings:
        print_message(f"Warning: {says}")


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KataError(f"{out} can't be made: {error.strerror}.") from None


def _override(store: "Store", course: "Course", path: Path | None) -> None:
    from kata.batch.marks import take_overrides
    from kata.batch.student_files import Problem

    if path is not None:
        notices = take_overrides(store, course, path)
        store.add_problems([Problem(None, "", path.name, says) for says in notices])


def _grade(
    store: "Store",
    course: "Course",
    plans: "list[Plan]",
    seeds: "Seeds",
    out: Path,
    bar: QuietGradingBar,
    sheets: "list[GradeSheet]",
    options: dict[str, Any],
) -> "tuple[RunEvent, Statistics]":
    from kata.batch.outputs import write_outputs
    from kata.batch.run import RunEvent, grade_planned

    run_info = _run_info(course, seeds, options)
    run = store.begin_run(run_info)
    begun = time.monotonic()
    total = sum(plan.to_grade + plan.again for plan in plans)
    event = RunEvent(0, 0, 0, 0, 0)

    def show(now: RunEvent) -> None:
        if now.says:
            bar.say(now.says)
        words = f"{now.failed:,} not passed" + (f", {now.faults} without a verdict" if now.faults else "")
        bar.at(now.done, words)

    if total:
        bar.begin("grading", total)
        with _grader(course, options) as grader:
            event = grade_planned(store, course, grader, seeds=seeds, run=run, on_event=show)
    store.end_run(run, time.monotonic() - begun)
    bar.begin("writing", store.rows("SELECT count(*) FROM students")[0][0])
    return event, write_outputs(
        store, course, out, run_info=run_info, sheets=sheets, earlier=options["earlier"], on_student=bar.at
    )


def _grader(course: "Course", options: dict[str, Any]) -> "Any":
    from kata.batch.run import demanded
    from kata.grading.pool import Pool

    # A course that says nothing else runs nobody's code with limits alone.
    least = course.assignment.confinement
    if options["scheduler"]:
        if not installed("distributed"):
            raise CannotGrade(f"--scheduler needs dask.distributed. To install: {install_line(['distributed'])}")
        from kata.batch.cluster import Cluster

        return Cluster(options["scheduler"], confinement=options["confinement"], least=least)
    return Pool(options["jobs"], confinement=demanded(options["confinement"], least))


def _run_info(course: "Course", seeds: "Seeds", options: dict[str, Any]) -> dict[str, str]:
    """What the report says of how it was graded."""
    from kata.batch.plan import versions

    used = {name: number for kata in course.katas for name, number in versions(kata.uses).items()}
    rule = f"the {options['take']} of several answers counts"
    if course.before is not None:
        rule += f", of those up to {course.before.isoformat(timespec='minutes')}"
    whose = "and each student's own" if seeds.by_student else "the same for every student"
    which = "the assignment's final ones" if seeds.by_kata else str(seeds.run)
    return {
        "rule": rule,
        "seed": f"{which}, {whose}",
        "versions": " ".join(f"{name} {number}" for name, number in used.items()),
        "graded": f"on the cluster {options['scheduler']}"
        if options["scheduler"]
        else f"here, by {options['jobs']} engines",
    }
