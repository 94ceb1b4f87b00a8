"""One student's folder, graded: a verdict for each kata of an assignment, whatever is in the folder."""

import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kata.catalog import Catalog, Kata
from kata.classroom.assignment import AssignedKata, Assignment, weigh
from kata.classroom.feedback import redact
from kata.classroom.public import grade_examples
from kata.errors import CannotGrade
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict
from kata.workspace import AttemptUnreadable, read_attempt

# Folders of a repository in which no answer is looked for.
_NOT_ANSWERS = {"exercises", "solutions", "graders", "repro"}
MOST_FILES = 20_000


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
    root = folder.resolve()
    by_name: dict[str, list[str]] = {}
    for name in _python_files(root):
        by_name.setdefault(Path(name).name, []).append(name)
    attempts, notes = [], []
    for kata in katas:
        place = f"attempts/{kata.track}/{kata.name}.py"
        found = by_name.pop(f"{kata.name}.py", [])
        if place not in found and os.path.lexists(root / place):
            found = [place]  # a link or something else than a file: `read_attempt` says which
        if place not in found and len(found) == 1:
            notes.append(f"{found[0]} was graded; its place is {place}.")
            place = found[0]
        elif place not in found and found:
            notes.append(f"There are {len(found)} files for {kata.name}, and none at {place}: none was graded.")
        attempts.append(_read(root, kata, place))
    for files in by_name.values():
        notes += [f"{name} is for no kata of this assignment." for name in files if name.startswith("attempts/")]
    return StudentFolder(tuple(attempts), tuple(notes))


def _python_files(root: Path) -> Iterator[str]:
    """The Python files of a folder, from it; no folder is entered by a link."""
    seen = 0
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and not (Path(folder) == root and name in _NOT_ANSWERS)
        )
        for name in sorted(files):
            seen += 1
            if seen > MOST_FILES:
                raise CannotGrade(f"{root} has more than {MOST_FILES} files, which is no student's work.")
            if name.endswith(".py"):
                yield Path(folder, name).relative_to(root).as_posix()


def _read(root: Path, kata: Kata, place: str) -> FoundAttempt:
    path = root / place
    if not os.path.lexists(path):
        return FoundAttempt(kata, place, None, f"There is no file {place}.")
    if not path.parent.resolve().is_relative_to(root):
        return FoundAttempt(kata, place, None, f"{place} lies behind a link that leads out of the repository.")
    try:
        return FoundAttempt(kata, place, read_attempt(path))
    except AttemptUnreadable as error:
        return FoundAttempt(kata, place, None, str(error).replace(str(path), place))


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
    """The verdicts with no more than the instructor's policy tells."""
    return [redact(verdict, assignment.feedback) for verdict in verdicts]
