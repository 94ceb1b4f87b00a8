"""The gradebook: one line a student, from results that the platforms wrote, or from their repositories, graded anew."""

import base64
import binascii
import json
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from kata.classroom.assignment import Assignment
from kata.classroom.bundle import Bundle, final_seed
from kata.classroom.grade import find_attempts, grade_attempts, katas_of
from kata.classroom.roster import Person, Roster, load_roster, person_of_folder
from kata.csv_file import csv_text, read_table
from kata.errors import CannotGrade, KataError
from kata.grading.engine import Engine

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


def collect_repositories(
    folder: Path, bundle: Bundle, secret: bytes, *, level: str | None = None
) -> list[CollectedRow]:
    """A row for each folder in `folder`, a student's, graded with the final inputs.

    Args:
        bundle: what they are graded with.
        secret: the instructor's, which the inputs follow from.
        level: of confinement; by default the best.

    Raises:
        KataError: if the folder can't be read or holds none.
        CannotGrade: if nothing can be graded here.
    """
    rows: list[CollectedRow] = []
    failures: list[CannotGrade] = []
    with Engine(confinement=level, selftest="always") as engine:
        for place in _places(folder):
            if place.is_dir():
                rows.append(_from_repository(place, bundle, engine, secret, failures))
    if failures and not any(row.points for row in rows):
        raise failures[0]  # nobody's work could be graded: it isn't theirs that is wrong
    if not rows:
        raise KataError(f"{folder} holds no students' folders. Results that a platform wrote are read with --results.")
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


def _from_repository(
    folder: Path, bundle: Bundle, engine: Engine, secret: bytes, failures: list[CannotGrade]
) -> CollectedRow:
    assignment = bundle.assignment
    row = CollectedRow(folder.name, submitted=_committed(folder))
    try:
        found = find_attempts(folder, katas_of(assignment, bundle.catalog))
    except (CannotGrade, OSError) as error:
        row.notes.append(str(error))
        return row
    row.notes += found.notes
    verdicts = grade_attempts(
        engine, found, assignment, seed_of=lambda kata: final_seed(secret, assignment.name, kata.name)
    )
    begun = False
    try:
        for verdict in verdicts:
            begun = begun or verdict.status != "unedited"
            row.points[verdict.kata] = verdict.points
            if verdict.status == "grader_error":
                row.notes.append(f"{verdict.kata} could not be graded: {verdict.message}")
            elif verdict.status in ("broken", "forbidden"):
                row.notes.append(f"{verdict.kata}: {verdict.message}")
    except CannotGrade as error:
        failures.append(error)
        row.points.clear()
        row.notes.append(f"It could not be graded: {error}")
    else:
        row.notes += [] if begun else ["There is no attempt in it."]
    return row


def _committed(folder: Path) -> datetime | None:
    """The date that the last commit claims; whoever made the commit chose it."""
    if not (folder / ".git").is_dir():
        return None
    # The repository is the student's, its settings too: nothing that they could name may run.
    command = ["git", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never", "-c", "safe.directory=*"]
    environment = {"PATH": os.environ.get("PATH", ""), "GIT_NO_LAZY_FETCH": "1", "GIT_CONFIG_NOSYSTEM": "1"}
    try:
        done = subprocess.run(
            [*command, "-C", str(folder), "rev-list", "-1", "--no-commit-header", "--format=%cI", "HEAD", "--"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        return datetime.fromisoformat(done.stdout.strip())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


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
