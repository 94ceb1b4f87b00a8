"""Each student's mark for each kata: which answer counts, what it earned, and what the instructor said."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from kata.batch.plan import Course
from kata.batch.store import PERSON, Store, now
from kata.classroom.assignment import weigh
from kata.classroom.late import less
from kata.classroom.roster import Person, identity_key
from kata.csv_file import read_table
from kata.errors import KataError
from kata.grading.verdict import Test, Verdict

MISSING, UNREADABLE, NOT_GRADED = "missing", "unreadable", "not graded"


@dataclass(frozen=True)
class Mark:
    """A student's mark for a kata.

    Attributes:
        status: of the verdict; or `missing`, `unreadable`, `not graded`.
        points: what counts, less the penalty; None when the answer could not be judged.
        key: of the result, "" without one.
        dated: where `submitted` is from.
        late: whether it came after the student's due date.
        days_late: begun days; 0 also where only an export says that it was late.
        penalty: the points that lateness cost, `percent_off` of those that were earned.
        answers: how many the student handed in; one of them counts.
        comment: the instructor's, or why there are no points.
        overridden: whether the instructor set the points.
        mistake: the known mistakes behind it, by name, with commas between them.
        difference: what a second grading with the same seed gave differently, as a sentence.
        tests: name, status, points and points that could be had, of each test.
    """

    student: str
    kata: str
    status: str
    points: int | None
    max_points: int
    submitted: str = ""
    dated: str = ""
    late: bool = False
    days_late: int = 0
    penalty: int = 0
    percent_off: int = 0
    key: str = ""
    digest: str = ""
    path: str = ""
    answers: int = 0
    comment: str = ""
    overridden: bool = False
    mistake: str = ""
    difference: str = ""
    tests: tuple[tuple[str, str, int, int], ...] = ()


def marks(store: Store, course: Course) -> Iterator[tuple[Person, list[Mark]]]:
    """Every student with the marks for all katas of the course, in the order of the students' names."""
    names = ", ".join(PERSON)
    last = ""
    while found := store.rows(f"SELECT {names} FROM students WHERE student > ? ORDER BY student LIMIT 200", last):
        for row in found:
            person = Person(*row)
            yield person, _of_student(store, course, person)
        last = found[-1][0]


def _of_student(store: Store, course: Course, person: Person) -> list[Mark]:
    rows = store.rows(
        """
        SELECT a.kata, a.chosen, a.submitted, a.number, a.id, a.path, a.hash, a.key, r.status, r.tests, r.mistake,
               r.difference, a.late, a.dated
        FROM answers a LEFT JOIN results r ON r.key = a.key WHERE a.student = ?
        """,
        person.student,
    )
    overrides = {
        kata: (points, comment)
        for kata, points, comment in store.rows(
            "SELECT kata, points, comment FROM overrides WHERE student = ?", person.student
        )
    }
    problems = dict(store.rows("SELECT kata, says FROM problems WHERE student = ? AND kata != ''", person.student))
    found = []
    for kata in course.katas:
        those = [row for row in rows if row[0] == kata.name]
        mark = _mark(course, person, kata.name, those, problems.get(kata.name, ""))
        if kata.name in overrides:
            points, comment = overrides[kata.name]
            points = mark["points"] if points is None else points
            overridden = overrides[kata.name][0] is not None
            mark |= {"points": points, "comment": comment or mark["comment"], "overridden": overridden}
            mark |= {"penalty": 0} if overridden else {}
        found.append(Mark(**mark))
    return found


def _mark(course: Course, person: Person, kata: str, rows: list[tuple[Any, ...]], problem: str) -> dict[str, Any]:
    assigned = course.assigned(kata)
    mark = {"student": person.student, "kata": kata, "max_points": assigned.points, "answers": len(rows)}
    candidates = []
    for row in rows:
        _, chosen, submitted, number, order, path, digest, key, status, tests, mistake, difference, late, dated = row
        if not chosen:
            continue
        weighed = _weighed(course, kata, status, tests)
        points = weighed.points if weighed and weighed.status != "grader_error" else None
        # A late day that only the export speaks of has no number, and costs nothing.
        days = course.deadlines.days_late(person.student, datetime.fromisoformat(submitted)) if submitted else 0
        percent = course.deadlines.off(days)
        penalty = points - less(points, percent) if points is not None else 0
        points = points - penalty if points is not None else None
        known = {
            "status": status or NOT_GRADED,
            "points": points,
            "submitted": submitted or "",
            "dated": dated,
            "late": bool(late) if late is not None else days > 0,
            "days_late": days,
            "penalty": penalty,
            "percent_off": percent,
            "key": key,
            "digest": digest,
            "path": path,
            "mistake": mistake or "",
            "difference": difference or "",
            "tests": tuple((t.name, t.status, t.points, t.max_points) for t in weighed.tests) if weighed else (),
            "comment": problem if points is None else "",
        }
        candidates.append(((-1 if points is None else points, submitted or "", number, order), known))
    if not candidates:
        status, says = (UNREADABLE, problem) if problem else (MISSING, "")
        if rows:
            says = "What was handed in came after the date up to which answers count."
        return {**mark, "status": status, "points": 0, "comment": says}
    # With the policy `last` there is one; with `best`, of those with the most points the last.
    return {**mark, **max(candidates, key=lambda candidate: candidate[0])[1]}


def _weighed(course: Course, kata: str, status: str | None, tests: str | None) -> Verdict | None:
    if status is None or tests is None:
        return None
    outcomes = [Test(name, "", outcome, points, most) for name, outcome, points, most in json.loads(tests)]
    points = sum(test.points for test in outcomes)
    verdict = Verdict(kata, "", status, points, 100, outcomes)  # type: ignore[arg-type]
    return weigh(verdict, course.assigned(kata))


def take_overrides(store: Store, course: Course, path: Path) -> list[str]:
    """Keep the marks and comments of a CSV with the columns student, kata, points and comment.

    They stand whatever is graded. A line with neither points nor comment takes back what was kept.

    Returns:
        A sentence for each line whose student isn't known.

    Raises:
        KataError: names the line that is wrong; nothing of the file is then kept.
    """
    known = {identity_key(student): student for (student,) in store.rows("SELECT student FROM students")}
    most = {assigned.kata: assigned.points for assigned in course.assignment.katas}
    notices, values = [], []
    for line, row in read_table(path):
        where = f"{path}, line {line}"
        if not {"student", "kata"} <= row.keys():
            raise KataError(f"{path}: it needs the columns `student`, `kata`, `points` and `comment`.")
        kata, text = row["kata"].replace("-", "_"), row.get("points", "")
        if kata not in most:
            raise KataError(f"{where}: the kata `{row['kata']}` isn't one of those that are graded.")
        if text and not (text.isascii() and text.isdigit() and int(text[:9]) <= most[kata]):
            raise KataError(f"{where}: points are a whole number from 0 to {most[kata]}, and `{text}` isn't.")
        student = known.get(identity_key(row["student"]))
        if student is None:
            notices.append(f"{where}: there is no student `{row['student']}`; the line has no effect.")
            continue
        values.append((student, kata, int(text) if text else None, row.get("comment", ""), now()))
    with store.transaction() as connection:
        for value in values:
            if value[2] is None and not value[3]:
                connection.execute("DELETE FROM overrides WHERE student = ? AND kata = ?", value[:2])
            else:
                connection.execute("INSERT OR REPLACE INTO overrides VALUES (?, ?, ?, ?, ?)", value)
    return notices
