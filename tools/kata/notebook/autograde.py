"""A class graded at once: what `nbgrader autograde` does, through warm engines and one connection to the gradebook.

Submissions, autograded notebooks and the gradebook are where nbgrader has them and hold what it would have written, so
that `nbgrader generate_feedback`, `export` and the formgrader go on from there.
"""

import contextlib
import fnmatch
import json
import logging
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kata.bounded import BoundedProcess, BoundExceeded
from kata.catalog import Kata
from kata.errors import CannotGrade, KataError
from kata.grading.pool import GradingRequest, Pool
from kata.grading.verdict import Verdict
from kata.notebook.export import CONFIG
from kata.notebook.marking import GradeRequest, SourceCell, source_cells, unread, write_outputs
from kata.notebook.reading import NotebookReader, Read, submitted_notebook
from kata.origin import install_command
from kata.untrusted import RefusedFile, Unreadable, read_file, walk

_HERE = "kata.notebook.preprocessors.GradeCells"
MOST_COPIED = 100_000_000  # bytes of what lies beside a student's notebooks


@dataclass(frozen=True)
class GradedNotebook:
    """What became of one student's notebook."""

    student: str
    notebook: str
    score: float = 0.0
    max_score: float = 0.0
    problem: str = ""  # a sentence: why there is no mark, or why it is 0
    ungraded: bool = False  # it waits for a person


@dataclass
class _PendingNotebook:
    """A notebook whose verdicts are on their way."""

    student: str
    name: str
    notebook: Any
    asked: dict[int, GradeRequest]
    problem: str
    waits_for: set[str]
    verdicts: dict[str, Verdict] = field(default_factory=dict)


class Autograder:
    """Grades the submissions of one assignment; a context manager.

    Args:
        course: the folder with nbgrader_config.py.
        assignment: its name.
        jobs: how many engines.
        confinement: the level to demand; None takes that of nbgrader_config.py.
        force: grade again what has been graded.

    Raises:
        KataError: if the folder is no course, or nbgrader doesn't know the assignment.
    """

    def __init__(
        self, course: Path, assignment: str, *, jobs: int, confinement: str | None = None, force: bool = False
    ) -> None:
        self.course = course.absolute()
        self.assignment = assignment
        self.jobs = jobs
        self.force = force
        self._app = _application(self.course, assignment)
        from kata.notebook.preprocessors import GradeCells

        self._steps = GradeCells(parent=self._app)
        self.confinement = confinement or self._steps.confinement or None
        self._catalog = self._steps.catalog()
        self.left_behind: list[tuple[str, str]] = []  # students, and what of theirs isn't beside their notebooks

    def __enter__(self) -> "Autograder":
        from nbgrader.api import Gradebook, MissingEntry

        find_programs()
        directory = self._app.coursedir
        self._gradebook = Gradebook(directory.db_url, directory.course_id or "default_course")
        self._gradebook.db().expire_on_commit = False  # nobody else writes meanwhile what is read again
        try:
            self._known = self._gradebook.find_assignment(self.assignment)
        except MissingEntry:
            self._gradebook.close()
            raise KataError(
                f"nbgrader doesn't know the assignment {self.assignment}. Make it first, in {self.course}: "
                f"nbgrader generate_assignment {self.assignment}"
            ) from None
        self._cells: dict[str, dict[str, SourceCell]] = {one.name: source_cells(one) for one in self._known.notebooks}
        self._names = {
            cell.id: cell.name
            for one in self._known.notebooks
            for cell in [*one.grade_cells, *one.task_cells, *one.solution_cells]
        }
        kernels = {one.name: json.loads(one.kernelspec or "{}") for one in self._known.notebooks}
        self._reader = BoundedProcess(NotebookReader, list(self._steps.katas_from), self._cells, kernels)
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.close()
        self._gradebook.close()

    @property
    def notebooks(self) -> int:
        """How many notebooks the assignment has."""
        return len(self._cells)

    def students(self) -> list[str]:
        """Those who have submitted, and whose submission isn't graded yet or has changed since."""
        directory = self._app.coursedir
        pattern = directory.format_path(
            directory.submitted_directory, "(?P<student>[^/]+)", self.assignment, escape=True
        )
        found = []
        glob = directory.format_path(directory.submitted_directory, "*", self.assignment)
        for place in sorted(Path("/").glob(glob.lstrip("/"))):
            match = re.fullmatch(pattern, str(place))
            if match and place.is_dir() and (self.force or self._is_new(match["student"])):
                found.append(match["student"])
        return found

    def grade(self, students: Sequence[str]) -> Iterator[GradedNotebook]:
        """Grade the submissions of these students; each notebook comes when its marks are in the gradebook."""
        waiting: dict[tuple[str, str], _PendingNotebook] = {}
        problems: list[GradedNotebook] = []
        ready = []
        for student in students:
            try:
                self._prepare(student)
                ready.append(student)
            except OSError as error:
                yield GradedNotebook(student, "", problem=f"Their folder can't be laid out: {error}.", ungraded=True)

        def submissions() -> Iterator[GradingRequest]:
            for name in sorted(self._cells):  # an engine keeps a kata's grader while it lasts
                for student in ready:
                    try:
                        work, katas, sources = self._read(student, name)
                    except (CannotGrade, _MissingNotebook) as problem:
                        problems.append(self._without(student, name, problem))
                        continue
                    waiting[student, name] = work
                    for kata in katas:
                        yield GradingRequest(
                            (student, name),
                            kata,
                            sources[kata.name],
                            seed=self._steps.seed,
                            diagnose=self._steps.diagnosis,
                        )

        with Pool(self.jobs, confinement=self.confinement) as pool:
            for submission, verdict in pool.grade(submissions()):
                yield from problems
                problems.clear()
                work = waiting[submission.key]  # type: ignore[index]
                if isinstance(verdict, CannotGrade):
                    work.problem = str(verdict)
                else:
                    work.verdicts[submission.kata.name] = verdict
                work.waits_for.discard(submission.kata.name)
                if not work.waits_for:
                    del waiting[work.student, work.name]
                    yield self._finish(work)
        yield from problems
        for student in ready:
            self._protect(student)

    # -- one student ---------------------------------------------------------------------------------------------------

    def _submitted(self, student: str) -> Path:
        directory = self._app.coursedir
        return Path(directory.format_path(directory.submitted_directory, student, self.assignment))

    def _autograded(self, student: str) -> Path:
        directory = self._app.coursedir
        return Path(directory.format_path(directory.autograded_directory, student, self.assignment))

    def _is_new(self, student: str) -> bool:
        """Whether there is something to grade: a notebook isn't graded yet, or the submission is newer."""
        done = self._autograded(student)
        if not done.exists():
            return True
        for name in self._cells:
            if submitted_notebook(self._submitted(student), name) and not (done / f"{name}.ipynb").exists():
                return True
        new, old = _timestamp(self._submitted(student)), _timestamp(done)
        return new is not None and old is not None and new > old

    def _prepare(self, student: str) -> None:
        """Lay out the student's folder of graded work, and their submission in the gradebook."""
        done = self._autograded(student)
        if done.exists():
            _let_write(done)
            shutil.rmtree(done)
        done.mkdir(parents=True)
        directory = self._app.coursedir
        source = Path(directory.format_path(directory.source_directory, ".", self.assignment))
        for says in _copy_files(self._submitted(student), done, directory.ignore, MOST_COPIED):
            self.left_behind.append((student, says))
        _copy_files(source, done, directory.ignore, sys.maxsize)
        self._gradebook.update_or_create_student(student)
        stamp = _timestamp(self._submitted(student))
        values = {"timestamp": stamp} if stamp else {}
        # nbgrader builds a submission from objects that aren't in its session yet; flushing between them only warns.
        with self._gradebook.db.no_autoflush:
            self._gradebook.update_or_create_submission(self.assignment, student, **values)

    def _protect(self, student: str) -> None:
        """nbgrader's permissions: what is graded isn't to be changed by hand."""
        mode = 0o664 if self._app.coursedir.groupshared else 0o444
        for path in self._autograded(student).rglob("*"):
            if path.is_file():
                path.chmod(mode)

    def _read(self, student: str, name: str) -> tuple[_PendingNotebook, list[Kata], dict[str, str]]:
        folder = self._submitted(student)
        if submitted_notebook(folder, name) is None:
            raise _MissingNotebook(f"There is no file {name}.ipynb.")
        try:
            read: Read = self._reader.call("read", folder, name)
        except Unreadable as error:
            raise CannotGrade(f"{folder / name}.ipynb {error.says} Clear its outputs, and hand it in again.") from None
        except BoundExceeded as error:
            raise CannotGrade(f"{folder / name}.ipynb {error}") from None
        katas = [self._catalog.get(kata) for kata in read.sources]
        return (
            _PendingNotebook(student, name, read.notebook, read.asked, read.problem, set(read.sources)),
            katas,
            read.sources,
        )

    def _finish(self, work: _PendingNotebook) -> GradedNotebook:
        """Write the graded notebook, and its marks into the gradebook."""
        import nbformat

        if work.problem:
            work.verdicts = {name: unread(verdict, work.problem) for name, verdict in work.verdicts.items()}
        try:
            if work.verdicts.keys() != {ask.kata for ask in work.asked.values()}:
                raise CannotGrade(work.problem)
            write_outputs(work.notebook, work.asked, work.verdicts, self._steps.policy)
        except CannotGrade as problem:
            return self._without(work.student, work.name, problem)
        # The file last: where it is, the marks are in the gradebook, though a run is stopped in between.
        marked = self._record(work)
        path = self._autograded(work.student) / f"{work.name}.ipynb"
        path.write_text(nbformat.v4.writes(work.notebook), encoding="utf-8")
        return marked

    def _record(self, work: _PendingNotebook) -> GradedNotebook:
        from nbgrader.utils import compute_checksum, determine_grade

        submitted = self._gradebook.find_submission_notebook(work.name, self.assignment, work.student)
        cells = {
            cell.metadata["nbgrader"]["grade_id"]: cell for cell in work.notebook.cells if "nbgrader" in cell.metadata
        }
        score = max_score = 0.0
        for grade in submitted.grades:
            cell = cells.get(self._names[grade.cell_id])
            if cell is None or not cell.metadata["nbgrader"]["grade"]:
                continue
            # nbgrader's own reading of the cell that was written: its marks are the ones that it would give.
            grade.auto_score, most = determine_grade(cell, self._app.log)
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
            score, max_score = score + (grade.auto_score or 0.0), max_score + most
        for comment in submitted.comments:
            cell = cells.get(self._names[comment.cell_id])
            if cell is not None:
                untouched = cell.metadata["nbgrader"].get("checksum") == compute_checksum(cell)
                comment.auto_comment = "No response." if untouched and not cell.metadata["nbgrader"]["task"] else None
        self._gradebook.db.commit()
        self._penalise(work, submitted)
        return GradedNotebook(work.student, work.name, score, max_score, work.problem)

    def _penalise(self, work: _PendingNotebook, submitted: Any) -> None:
        """What the course takes off for lateness, by nbgrader's own step."""
        if submitted.assignment.total_seconds_late <= 0 and submitted.late_submission_penalty is None:
            return
        from nbgrader.preprocessors import AssignLatePenalties

        known = {
            "notebook": work.name,
            "assignment": self.assignment,
            "student": work.student,
            "db_url": self._app.coursedir.db_url,
        }
        AssignLatePenalties(parent=self._app).preprocess(work.notebook, {"nbgrader": known})

    def _without(self, student: str, name: str, problem: Exception) -> GradedNotebook:
        """A notebook that wasn't handed in earns 0; one that can't be graded waits for a person."""
        submitted = self._gradebook.find_submission_notebook(name, self.assignment, student)
        missing = isinstance(problem, _MissingNotebook)
        for grade in submitted.grades:
            grade.auto_score = 0.0 if missing else None
            grade.needs_manual_grade = not missing
        self._gradebook.db.commit()
        most = sum(cell.points or 0.0 for cell in self._cells[name].values())
        return GradedNotebook(student, name, 0.0, most, str(problem), ungraded=not missing)


class _MissingNotebook(Exception):
    """A notebook of the assignment wasn't handed in."""


def find_programs() -> None:
    """Let nbgrader find the `alembic` that was installed with it, which it starts by name, where `kata` was started by
    its path, from an environment that isn't active.
    """
    if shutil.which("alembic") is None:
        os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def _application(course: Path, assignment: str) -> Any:
    """nbgrader with the settings of a course.

    Raises:
        KataError: if the folder is no course whose settings grade katas.
    """
    config = course / CONFIG
    if not config.is_file():
        raise KataError(f"{course} is no course of nbgrader: it has no {CONFIG}. `kata notebook export` writes one.")
    if _HERE not in config.read_text(encoding="utf-8"):
        raise KataError(
            f"{config} doesn't say how katas are graded: it lacks {_HERE}. docs/nbgrader.md shows the lines to add."
        )
    try:
        from nbgrader.apps.baseapp import NbGrader
    except ImportError:
        raise KataError(f"nbgrader isn't installed here. To install: {install_command('notebook')}") from None
    app = NbGrader(log_level=logging.ERROR)
    with contextlib.chdir(course):
        app.initialize([], root=str(course))
    app.coursedir.assignment_id = assignment
    return app


def _timestamp(folder: Path) -> Any:
    """When it was handed in, as the file that nbgrader puts there says; None where there is none that says it."""
    from nbgrader.utils import parse_utc

    try:
        text = read_file(Path("timestamp.txt"), 200, beneath=folder).decode("ascii").strip()
        # A time zone that is a path would be opened.
        return parse_utc(text) if "/" not in text else None
    except (Unreadable, ValueError, OverflowError):
        return None


def _copy_files(origin: Path, target: Path, ignore: Sequence[str], room: int) -> list[str]:
    """Copy what lies beside the notebooks, as nbgrader does.

    Args:
        room: the most bytes of all files.

    Returns:
        What stays behind, a sentence each: links, which may lead anywhere, and what is no file or too large.
    """
    problems = []
    for found in walk(origin):
        parts = [*found.path.parents, found.path]
        if any(fnmatch.fnmatch(part.name, pattern) for part in parts for pattern in [*ignore, "*.ipynb"]):
            continue
        if isinstance(found, RefusedFile):
            problems.append(f"{found.path}: {found.says}")
            continue
        try:
            data = found.read(room)
        except Unreadable as error:
            problems.append(f"{found.path} {error.says}")
            continue
        room -= len(data)
        path = target / found.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_bytes(data)
    return problems


def _let_write(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
