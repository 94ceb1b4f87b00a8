"""One student's folder, graded: a verdict for each kata of an assignment, whatever is in the folder."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from kata.catalog import Catalog, Kata
from kata.classroom.assignment import AssignedKata, Assignment, weigh
from kata.classroom.feedback import redact
from kata.classroom.public import grade_examples
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict


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
