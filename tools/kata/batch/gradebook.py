"""Gradebooks as CSV: plain, with nbgrader's columns, and as Canvas, Moodle and Brightspace import them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kata.batch.gradesheet import Filled
from kata.batch.marks import Mark
from kata.batch.plan import Course
from kata.classroom.roster import Person


@dataclass(frozen=True)
class GradebookRow:
    """One student with all marks."""

    person: Person
    marks: Sequence[Mark]

    @property
    def points(self) -> int:
        return sum(mark.points or 0 for mark in self.marks)

    @property
    def max_points(self) -> int:
        return sum(mark.max_points for mark in self.marks)

    @property
    def penalty(self) -> int:
        return sum(mark.penalty for mark in self.marks)

    @property
    def late(self) -> bool:
        return any(mark.late for mark in self.marks)

    @property
    def filled(self) -> Filled:
        """What goes into a learning system's own file."""
        points = {mark.kata: mark.points for mark in self.marks}
        return Filled(points, {mark.kata: mark.max_points for mark in self.marks}, self.comment)

    @property
    def comment(self) -> str:
        """What a student reads beside the grade, a line for each kata."""
        lines = []
        for mark in self.marks:
            points = "not judged" if mark.points is None else f"{mark.points} of {mark.max_points} points{_less(mark)}"
            lines.append(f"{mark.kata}: {points}" + (f". {mark.comment}" if mark.comment else "."))
        return "\n".join(lines)


def heads(course: Course) -> dict[str, list[list[Any]]]:
    """The first lines of each gradebook, by its file's name."""
    names = [kata.name for kata in course.katas]
    columns = [f"{name}{part}" for name in names for part in ("", "_status", "_comment")]
    marks = _columns(course)
    return {
        "gradebook.csv": [["student", "name", "email", "points", "max_points", "late", "penalty", *columns]],
        "nbgrader.csv": [
            "assignment duedate timestamp student_id last_name first_name email raw_score late_submission_penalty "
            "score max_score".split()
        ],
        "canvas.csv": [
            ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *(title for title, _ in marks)],
            ["    Points Possible", "", "", "", "", *(most for _, most in marks)],
        ],
        "moodle.csv": [
            [
                *("Identifier", "Full name", "Email address", "Grade", "Maximum grade"),
                *("Last modified (grade)", "Feedback comments"),
            ]
        ],
        "brightspace.csv": [
            ["OrgDefinedId", "Username", *(f"{title} Points Grade" for title, _ in marks), "End-of-Line Indicator"]
        ],
    }


def _columns(course: Course) -> list[tuple[str, int]]:
    """The columns of marks with their most points: one for the assignment, or without one for each kata."""
    if course.assignment.name:
        return [(course.assignment.name, course.assignment.points)]
    return [(kata.name, course.assigned(kata.name).points) for kata in course.katas]


def lines(course: Course, row: GradebookRow) -> dict[str, list[list[Any]]]:
    """A student's lines in each gradebook, by its file's name."""
    person, name = row.person, row.person.name or f"{row.person.first_name} {row.person.last_name}".strip()
    points = ["" if mark.points is None else mark.points for mark in row.marks]
    cells = [
        cell for mark, earned in zip(row.marks, points, strict=True) for cell in (earned, _word(mark), mark.comment)
    ]
    late = "yes" if row.late else "no"
    # What isn't judged has no mark, and so the whole has none.
    whole = "" if "" in points else row.points
    marks = [whole] if course.assignment.name else points
    # A number of another system would name another student.
    participant = f"Participant {person.lms_id}" if person.lms == "moodle" and person.lms_id else ""
    number = person.lms_id if person.lms == "canvas" else ""
    due = course.assignment.due
    return {
        "gradebook.csv": [[person.student, name, person.email, row.points, row.max_points, late, row.penalty, *cells]],
        "nbgrader.csv": [
            [
                course.assignment.name or mark.kata,
                due.isoformat(sep=" ") if due else "",
                mark.submitted,
                person.student,
                person.last_name,
                person.first_name,
                person.email,
                earned + penalty,
                float(penalty),
                earned,
                mark.max_points,
            ]
            for mark, earned, penalty in _of_nbgrader(course, row)
        ],
        "canvas.csv": [[name or person.student, number, person.sis_id, person.student, person.section, *marks]],
        # Without the date of a mark there, Moodle doesn't write over it unless it is told to.
        "moodle.csv": [[participant, name, person.email, whole, row.max_points, "", row.comment]],
        # The signs keep a spreadsheet from taking them for numbers.
        "brightspace.csv": [[f"#{person.sis_id}" if person.sis_id else "", f"#{person.student}", *marks, "#"]],
    }


def _of_nbgrader(course: Course, row: GradebookRow) -> Iterable[tuple[Mark, int, int]]:
    """A line for each assignment: there, an assignment has one score for all that is in it."""
    if not course.assignment.name:
        return [(mark, mark.points or 0, mark.penalty) for mark in row.marks]
    submitted = max((mark.submitted for mark in row.marks), default="")
    whole = Mark(row.person.student, "", "", row.points, row.max_points, submitted=submitted)
    return [(whole, row.points, row.penalty)]


def _less(mark: Mark) -> str:
    """What lateness cost, after the points."""
    if not mark.penalty:
        return ""
    return f" ({(mark.points or 0) + mark.penalty}, less {mark.percent_off} % for {days_late(mark)})"


def days_late(mark: Mark) -> str:
    return f"{mark.days_late} day{'s' if mark.days_late != 1 else ''} late"


def _word(mark: Mark) -> str:
    return mark.status + (", set by the instructor" if mark.overridden else "") + (", late" if mark.late else "")
