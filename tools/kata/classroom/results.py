"""What platforms wrote of a class: results in one of our formats, read into one table, a line a student."""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kata.classroom.assignment import Assignment
from kata.classroom.roster import Person, Roster, load_roster, person_of_folder
from kata.csv_file import csv_text, read_table
from kata.errors import KataError

MOST_BYTES = 20 << 20
SUFFIXES = (".json", ".txt")


@dataclass
class CollectedRow:
    """What is known of one student's work."""

    place: str  # the name of the folder or result
    points: dict[str, int] = field(default_factory=dict)  # by kata
    submitted: datetime | None = None
    notes: list[str] = field(default_factory=list)


# -- where rows come from --


def collect_results(folder: Path, assignment: Assignment) -> list[CollectedRow]:
    """A row for each result in `folder`: a file, or a folder with nothing but one.

    What a student handed in is never taken for a result: they could write one.

    Raises:
        KataError: if the folder can't be read or holds none.
    """
    rows = []
    for place in _places(folder):
        result = _result_in(place) if place.is_dir() else place
        if result is None:
            rows.append(CollectedRow(place.name, notes=["There is no result in it, or more than one."]))
        elif result.suffix in SUFFIXES:
            rows.append(_from_result(result, place.name if place.is_dir() else place.stem, assignment))
    if not rows:
        raise KataError(f"{folder} holds no results: files that end in {' or '.join(SUFFIXES)}.")
    return rows


def _places(folder: Path) -> list[Path]:
    try:
        found = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
    except OSError as error:
        raise KataError(f"{folder}: the students' work can't be read ({error.strerror}).") from None
    return [entry for entry in found if not entry.is_symlink()]


def _result_in(folder: Path) -> Path | None:
    """The result of a folder that holds nothing else: what an artifact is unpacked to."""
    inside = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
    lone = len(inside) == 1 and inside[0].is_file() and inside[0].suffix in SUFFIXES
    return inside[0] if lone and not inside[0].is_symlink() else None


# -- results --


def _from_result(path: Path, place: str, assignment: Assignment) -> CollectedRow:
    """Read a result in any of the formats that hold the katas' names; what is wrong with it becomes a note."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ValueError("it is too large")
        data = _decoded(path.read_text(encoding="utf-8"))
        row = CollectedRow(place)
        reader = next((reader for key, reader in _READERS if key in data), None)
        if reader is None:
            raise ValueError("it is of no format that is known here")
        reader(data, row)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        what = error.strerror if isinstance(error, OSError) else str(error)
        return CollectedRow(place, notes=[f"{path.name} is no result that can be read ({what})."])
    for kata in sorted(row.points):
        assigned = assignment.get(kata)
        if assigned is None:
            row.notes.append(f"{kata} isn't in this assignment.")
            del row.points[kata]
        elif not 0 <= row.points[kata] <= assigned.points:
            row.notes.append(f"{kata} has {row.points[kata]} points in it, of {assigned.points}: not counted.")
            del row.points[kata]
    return row


def _decoded(text: str) -> dict[str, Any]:
    for line in text.splitlines():
        if line.startswith("result="):
            try:
                text = base64.b64decode(line.removeprefix("result="), validate=True).decode()
            except binascii.Error as error:
                raise ValueError(str(error)) from None
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("it holds no object")
    return data


def _check_name(row: CollectedRow, claimed: str) -> None:
    """Whose a result is says the name that the instructor gave it: its content is a student's."""
    if claimed and claimed.casefold() != row.place.casefold():
        row.notes.append(f"It says that it is {claimed}'s.")


def _read_json(data: dict[str, Any], row: CollectedRow) -> None:
    _check_name(row, str(data.get("student") or ""))
    for verdict in data["verdicts"]:
        row.points[str(verdict["kata"])] = _whole(verdict["points"])


def _read_classroom50(data: dict[str, Any], row: CollectedRow) -> None:
    _check_name(row, str(data["owner"]))
    row.submitted = datetime.fromisoformat(data["datetime"])
    for test in data["tests"]:
        _add(row, str(test["test-name"]).split(":")[0], test["score"])


def _read_gradescope(data: dict[str, Any], row: CollectedRow) -> None:
    for test in data["tests"]:
        _add(row, str(test["extra_data"]["kata"]), test["score"])


def _read_classroom(data: dict[str, Any], row: CollectedRow) -> None:
    for test in data["tests"]:
        _add(row, str(test["name"]).split(":")[0], test["score"])


# The key that tells a format, in the order in which they are asked.
_READERS: list[tuple[str, Callable[[dict[str, Any], CollectedRow], None]]] = [
    ("verdicts", _read_json),
    ("max-score", _read_classroom50),
    ("extra_data", _read_gradescope),
    ("max_score", _read_classroom),
]


def _add(row: CollectedRow, kata: str, points: Any) -> None:
    row.points[kata] = row.points.get(kata, 0) + _whole(points)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{value!r} is no whole number of points")
    return value


# -- the gradebook --


def read_roster(path: Path) -> Roster:
    """The class list, as `kata grade` reads it too.

    Raises:
        KataError: when it can't be read, a line lacks its student, or one has the student of another.
    """
    for line, row in read_table(path):
        if not row.get("student", "-") and any(row.values()):
            raise KataError(f"{path}: line {line} has nothing in the column `student`. Fill it in, or take it out.")
    return load_roster(path)


def gradebook(rows: Sequence[CollectedRow], assignment: Assignment, roster: Roster | None = None) -> str:
    """The CSV: one line a student, a column a kata.

    Args:
        roster: whoever is on it and handed nothing in is listed too. Without it everybody who did is.
    """
    katas = [assigned.kata for assigned in assignment.katas]
    lines: list[list[Any]] = [
        ["student", "name", "email", *katas, "points", "max_points", "submitted", "late", "notes"]
    ]
    for person, row in _matched(rows, assignment, roster):
        late = assignment.due is not None and row.submitted is not None and row.submitted > assignment.due
        lines.append(
            [
                person.student,
                (person.name or f"{person.first_name} {person.last_name}").strip(),
                person.email,
                *(row.points.get(kata, "") for kata in katas),
                sum(row.points.values()) if row.points else "",
                assignment.points,
                row.submitted.isoformat() if row.submitted else "",
                "late" if late else "",
                " ".join(" ".join(row.notes).split()),
            ]
        )
    return csv_text(lines)


def _matched(
    rows: Sequence[CollectedRow], assignment: Assignment, roster: Roster | None
) -> Iterator[tuple[Person, CollectedRow]]:
    """Each student with a row: those of the roster in its order, then whoever isn't on it."""
    others: list[tuple[Person, CollectedRow]] = []
    known: dict[str, CollectedRow] = {}
    for row in sorted(rows, key=lambda row: row.place):
        owner = person_of_folder(row.place, assignment.name)
        person = roster.find(owner) if roster else None
        if person is None:
            others.append((owner, row))
        elif person.student in known:
            row.notes.append(f"{known[person.student].place} is {person.student}'s too, and counts.")
            others.append((owner, row))
        else:
            known[person.student] = row
    if roster is not None:
        for person in roster.people:
            yield person, known.get(person.student) or CollectedRow(person.student, notes=["Nothing was handed in."])
        for _, row in others:
            row.notes.append("Not on the roster.")
    yield from others
