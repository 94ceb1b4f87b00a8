"""One student's folder, graded: a verdict for each kata of an assignment, whatever is in the folder."""

import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from kata.catalog import Catalog, Kata
from kata.classroom.assignment import AssignedKata, Assignment, weigh
from kata.classroom.feedback import redact
from kata.classroom.public import grade_examples
from kata.errors import CannotGrade
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict
from kata.untrusted import LARGEST_SOURCE, FileEntry, RefusedFile, Unreadable, read_file, read_source, text_of, walk

# Folders of a repository in which no answer is looked for.
_NOT_ANSWERS = {"exercises", "solutions", "graders", "repro"}


@dataclass(frozen=True)
class FoundAttempt:
    """What a student's folder has for a kata."""

    kata: Kata
    filename: str  # from the folder
    source: str | None  # None: there is no file, or it can't be read
    problem: str = ""  # a sentence: why there is none


@dataclass(frozen=True)
class StudentFolder:
    """A student's folder, as far as an assignment goes."""

    attempts: tuple[FoundAttempt, ...]
    notes: tuple[str, ...]  # sentences: files in other places, or for no kata of the assignment


def find_attempts(folder: Path, katas: Sequence[Kata]) -> StudentFolder:
    """Look for the answers in a folder that a student made.

    An answer that isn't in its place counts if it is the only file of its name. No link is followed out of the folder.

    Raises:
        CannotGrade: if the folder can't be read.
    """
    if not folder.is_dir():
        raise CannotGrade(f"There is no folder {folder} to be graded.")
    by_name: dict[str, list[FileEntry]] = {}
    attempts, notes = [], []
    for entry in walk(folder):
        if isinstance(entry, FileEntry) and entry.path.suffix == ".py" and not _is_elsewhere(entry.path):
            by_name.setdefault(entry.path.name, []).append(entry)
        elif isinstance(entry, RefusedFile) and entry.folder:
            notes.append(f"{entry.path}: {entry.says}")
    for kata in katas:
        place = f"attempts/{kata.track}/{kata.name}.py"
        found = {entry.path.as_posix(): entry for entry in by_name.pop(f"{kata.name}.py", [])}
        if place not in found and os.path.lexists(folder / place):
            found = {}  # a link or something else than a file: reading it says which
        elif place not in found and len(found) == 1:
            name = next(iter(found))
            notes.append(f"{name} was graded; its place is {place}.")
            place = name
        elif place not in found and found:
            notes.append(f"There are {len(found)} files for {kata.name}, and none at {place}: none was graded.")
        attempts.append(_read(folder, kata, place, found.get(place)))
    for entries in by_name.values():
        notes += [f"{entry.path} is for no kata of this assignment." for entry in entries if _is_attempt(entry.path)]
    return StudentFolder(tuple(attempts), tuple(notes))


def _is_attempt(path: PurePosixPath) -> bool:
    return path.parts[0] == "attempts"


def _is_elsewhere(path: PurePosixPath) -> bool:
    """Whether no answer is looked for there: hidden folders, and those of a catalog."""
    return path.parts[0] in _NOT_ANSWERS or any(part.startswith(".") for part in path.parts[:-1])


def _read(folder: Path, kata: Kata, place: str, entry: FileEntry | None) -> FoundAttempt:
    try:
        if entry is not None:
            return FoundAttempt(kata, place, read_source(entry))
        if not os.path.lexists(folder / place):
            return FoundAttempt(kata, place, None, f"There is no file {place}.")
        return FoundAttempt(kata, place, text_of(read_file(Path(place), LARGEST_SOURCE, beneath=folder)))
    except Unreadable as error:
        return FoundAttempt(kata, place, None, f"{place} {error.says}")


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
            missing = attempt.problem.startswith("There is no file")
            verdict = replace(verdict, status="unedited" if missing else "broken", message=attempt.problem)
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
