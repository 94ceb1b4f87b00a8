"""One student's folder, graded: a verdict for each kata of an assignment, whatever is in the folder."""

import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from kata.bounded import BoundedProcess, BoundExceeded
from kata.catalog import Catalog, Kata
from kata.classroom.assignment import AssignedKata, Assignment, weigh
from kata.classroom.feedback import redact
from kata.classroom.public import grade_examples
from kata.classroom.roster import Person
from kata.classroom.student_files import Found, FoundAnswer, Problem, StudentReader, last_of
from kata.errors import CannotGrade
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict
from kata.untrusted import FileEntry, walk


@dataclass(frozen=True)
class FoundAttempt:
    """What a student's folder has for a kata."""

    kata: Kata
    filename: str  # from the folder
    source: str | None  # None: there is no answer, or it can't be read
    problem: str = ""  # a sentence: why it can't be read


@dataclass(frozen=True)
class StudentFolder:
    """A student's folder, as far as an assignment goes."""

    attempts: tuple[FoundAttempt, ...]
    notes: tuple[str, ...]  # sentences: files in other places, or for no kata of the assignment


def find_attempts(folder: Path, katas: Sequence[Kata]) -> StudentFolder:
    """Look for the answers in a folder that a student made, as `kata grade` does in each of a class.

    Raises:
        CannotGrade: if the folder can't be read.
    """
    if not folder.is_dir():
        raise CannotGrade(f"There is no folder {folder} to be graded.")
    by_name = {kata.name: kata for kata in katas}
    with BoundedProcess(StudentReader, by_name, (), shutil.which("git")) as reader:
        try:
            found: list[Found] = reader.call("of_student", Person("student"), "", folder.absolute(), "", False)
        except BoundExceeded as error:
            found = [Problem(None, kata.name, "/", f"This {error}") for kata in katas]
    answers = [replace(one, path=one.path.removeprefix("/")) for one in found if isinstance(one, FoundAnswer)]
    problems = [replace(one, path=one.path.removeprefix("/")) for one in found if isinstance(one, Problem)]
    attempts = []
    notes = [_sentence(one) for one in problems if not one.kata and one.path]
    for kata in katas:
        those = [one for one in answers if one.kata == kata.name]
        met = [_sentence(one) for one in problems if one.kata == kata.name]
        place = f"attempts/{kata.track}/{kata.name}.py"
        if not those:
            attempts.append(FoundAttempt(kata, place, None, " ".join(met)))
            continue
        chosen = last_of(those)
        attempts.append(FoundAttempt(kata, chosen.path, chosen.source))
        notes += met
        if len(those) > 1:
            notes.append(f"Of {len(those)} answers to {kata.name}, {chosen.path} was graded.")
        elif chosen.path != place:
            notes.append(f"{chosen.path} was graded; its place is {place}.")
    taken = {one.path for one in answers}
    reader_of_names = StudentReader(by_name, (), None)
    for entry in walk(folder):
        is_attempt = isinstance(entry, FileEntry) and entry.path.parts[0] == "attempts" and entry.path.suffix == ".py"
        if is_attempt and entry.path.as_posix() not in taken and not reader_of_names.named(entry.path.stem)[0]:
            notes.append(f"{entry.path} is for no kata of this assignment.")
    return StudentFolder(tuple(attempts), tuple(notes))


def _sentence(problem: Problem) -> str:
    return f"{problem.path}: {problem.says}" if problem.path else problem.says


def grade_attempts(
    engine: Engine,
    found: StudentFolder,
    assignment: Assignment,
    *,
    seed_of: Callable[[Kata], int] | None = None,
    examples: bool = False,
    until: float | None = None,
) -> Iterator[Verdict]:
    """A verdict for each kata of the assignment, in its order, with the instructor's points and all that is known.

    Args:
        found: the student's folder.
        seed_of: the seed for a kata; by default a new secret one each time.
        examples: run the examples of the specifications only, which give no points.
        until: of `time.monotonic`: what isn't begun by then has failed.

    Raises:
        CannotGrade: when there can be no verdict.
    """
    for attempt in found.attempts:
        assigned = assignment.get(attempt.kata.name) or AssignedKata(attempt.kata.name)
        late = until is not None and time.monotonic() > until
        # A stub is told from its text alone, so that what there is no answer for costs nothing and has its tests.
        source = attempt.kata.stub if attempt.source is None or late else attempt.source
        if examples:
            verdict = grade_examples(engine, attempt.kata, source, filename=attempt.filename)
        else:
            seed = secrets.randbits(63) if seed_of is None else seed_of(attempt.kata)
            verdict = engine.grade(
                attempt.kata,
                source,
                seed=seed,
                filename=attempt.filename,
                diagnose=seed_of is None and assignment.feedback.diagnosis,
            )
        if attempt.source is None:
            says = attempt.problem or f"There is no file {attempt.filename}."
            verdict = replace(verdict, status="broken" if attempt.problem else "unedited", message=says)
        elif late:
            verdict = replace(verdict, status="broken", message="The time for this grading ran out before this kata.")
        yield verdict if examples else weigh(verdict, assigned)


def katas_of(assignment: Assignment, catalog: Catalog) -> list[Kata]:
    """The katas of an assignment, in its order.

    Raises:
        UnknownKata: if the catalog lacks one.
    """
    return [catalog.get(assigned.kata) for assigned in assignment.katas]


def for_students(verdicts: Sequence[Verdict], assignment: Assignment) -> list[Verdict]:
    """The verdicts with no more than the instructor's policy tells, on the day of the grading."""
    until_due = assignment.due is not None and datetime.now(UTC) <= assignment.due
    return [redact(verdict, assignment.feedback, until_due=until_due) for verdict in verdicts]
