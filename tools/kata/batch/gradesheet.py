"""The worksheet or gradebook that a learning system exported, given back with the marks filled in.

Only the cells of marks (and the feedback comments, where the file has them) are written. Every other cell, the
delimiter, the encoding and the ends of lines stay, so that the system takes the file for its own.

| system | file | the mark's column |
|---|---|---|
| Moodle | an assignment's grading worksheet | `Grade` |
| Canvas | the course's gradebook | `TITLE (ID)` |
| Blackboard | the Grade Centre's download, CSV or tab-delimited | `TITLE [Total Pts: 100 Score] \\|ID` |
| Brightspace | the grades' export | `TITLE Points Grade <Numeric MaxPoints:100 ...>` |
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from kata.classroom.roster import Person, person_of_row
from kata.csv_file import delimiter_of
from kata.errors import KataError

System = Literal["moodle", "canvas", "blackboard", "brightspace", "other"]

_CANVAS_TITLE = re.compile(r"(?P<title>.+) \(\d+\)$", re.DOTALL)
_BLACKBOARD_TITLE = re.compile(r"(?P<title>.+?) *\[[^\]]*: (?:up to )?(?P<most>[\d.,]+)[^\]]*\] *\|\d+$", re.DOTALL)
_BRIGHTSPACE_TITLE = re.compile(r"(?P<title>.+) Points Grade(?: <Numeric MaxPoints:(?P<most>[\d.]+).*>)?$", re.DOTALL)
_CANVAS_KNOWN = {
    "student",
    "lastname",
    "firstname",
    "id",
    "sis user id",
    "sis login id",
    "integration id",
    "root account",
    "section",
}
_CANVAS_SUM = re.compile(r"(Current|Final|Override|Unposted) ")
# `Tuesday, 10 November 2026, 12:00 AM`: how an English Moodle writes a date.
_MOODLE_DATES = ("%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M", "%d %B %Y, %I:%M %p", "%A, %B %d, %Y, %I:%M %p")


@dataclass(frozen=True)
class Filled:
    """What is written into a student's cells.

    Attributes:
        points: by kata; None where an answer could not be judged.
        most: the points that could be had, by kata.
        comment: beside the mark.
    """

    points: Mapping[str, float | None]
    most: Mapping[str, int]
    comment: str = ""


@dataclass(frozen=True)
class Submitted:
    """What a worksheet says of when a student handed in."""

    person: Person
    date: datetime | None
    late: bool


@dataclass
class Report:
    """What a filling did, for whoever imports the file."""

    written: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Column:
    index: int
    title: str
    most: float | None  # None: the file doesn't say


class GradeSheet:
    """A file that a learning system exported.

    Args:
        path: the file.
        column: the heading of the column that takes the sum of the points; by default the one that is called as the
            assignment is, or for each kata one that is called like it.

    Raises:
        KataError: when it can't be read, or isn't a gradebook.
    """

    def __init__(self, path: Path, column: str | None = None) -> None:
        self.path = path
        self.column = column
        text = self._decode()
        self.delimiter = delimiter_of(text)
        self.line_end = "\r\n" if "\r\n" in text else "\n"
        try:
            self.rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter, strict=True))
        except csv.Error as error:
            raise KataError(f"{path} is no CSV file: {error}.") from None
        if not self.rows:
            raise KataError(f"{path} is empty.")
        self.heading = self.rows[0]
        self.all_quoted = text.startswith(self.delimiter.join(f'"{name}"' for name in self.heading))
        self.system = self._system()
        self.people = list(self._people())
        if not self.people:
            raise KataError(f"{path}: there is no student in it.")

    def _decode(self) -> str:
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise KataError(f"{self.path} can't be read: {error.strerror}.") from None
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            self.encoding, self.mark = "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be", data[:2]
        elif data.startswith(codecs.BOM_UTF8):
            self.encoding, self.mark = "utf-8", codecs.BOM_UTF8
        else:
            self.encoding, self.mark = "utf-8", b""
        try:
            return data[len(self.mark) :].decode(self.encoding)
        except UnicodeDecodeError:
            raise KataError(f"{self.path} is neither UTF-8 nor UTF-16: give it as it was downloaded.") from None

    # -- whose rows, and which columns --

    def _system(self) -> System:
        names = {name.strip().lower() for name in self.heading}
        if {"identifier", "grade"} <= names:
            return "moodle"
        if {"id", "section"} <= names and names & {"student", "lastname"}:
            return "canvas"
        if "end-of-line indicator" in names:
            return "brightspace"
        if any(_BLACKBOARD_TITLE.match(name) for name in self.heading):
            return "blackboard"
        if self.column is None:
            raise KataError(
                f"{self.path} is none of the files that Moodle, Canvas, Blackboard and Brightspace export in English. "
                "Name the column of the marks with --column."
            )
        return "other"

    def _people(self) -> Iterator[tuple[int, Person]]:
        keys = [name.strip().lower() for name in self.heading]
        # A worksheet of Moodle in another language: its word for "Participant" before each number.
        numbered = [re.fullmatch(r"(\D+)(\d+)", row[0].strip()) for row in self.rows[1:] if row]
        of_moodle = self.system == "other" and len({one[1] if one else "" for one in numbered}) == 1
        for number, row in enumerate(self.rows[1:], start=1):
            values = {key: cell.strip() for key, cell in zip(keys, row, strict=False)}
            if self.system == "canvas" and not values.get("id"):
                continue  # the rows of points and of posting
            if self.system == "canvas" and values.get("student", "").strip() in ("Student, Test", "Test Student"):
                continue
            person = person_of_row(values)
            if of_moodle and row:
                participant = re.sub(r"^\D+", "", row[0].strip())
                person = Person(participant, lms_id=participant, lms="moodle")
            if person is not None:
                yield number, person

    def _columns(self) -> Iterator[_Column]:
        """The columns that take points, each with its title and most points."""
        points = next((row for row in self.rows[1:4] if row and "Points Possible" in row[0]), [])
        for index, name in enumerate(self.heading):
            if self.system == "moodle":
                found = re.fullmatch(r"(?P<title>Grade)", name.strip())
            elif self.system == "canvas":
                plain = name.strip().lower() in _CANVAS_KNOWN or _CANVAS_SUM.match(name)
                found = None if plain else _CANVAS_TITLE.match(name) or re.match(r"(?P<title>.+)", name)
            elif self.system == "blackboard":
                found = _BLACKBOARD_TITLE.match(name)
            elif self.system == "brightspace":
                found = _BRIGHTSPACE_TITLE.match(name)
            else:
                found = re.fullmatch(r"(?P<title>.+)", name, re.DOTALL)
            if found is None:
                continue
            most = found.groupdict().get("most") or (points[index] if index < len(points) else "")
            yield _Column(index, found["title"].strip(), _number(most))

    def targets(self, assignment: str, katas: Sequence[str]) -> dict[int, tuple[_Column, str]]:
        """Which column takes what: the sum (""), or the points of a kata.

        Raises:
            KataError: when no column is called so; lists those that there are.
        """
        columns = list(self._columns())
        if self.column is not None:
            named = [one for one in columns if _same(self.column, one.title) or self.column == self.heading[one.index]]
            if len(named) != 1:
                raise KataError(
                    f"{self.path}: --column {self.column} names {len(named)} columns. {self._listed(columns)}"
                )
            return {named[0].index: (named[0], "")}
        if self.system == "moodle":
            return {columns[0].index: (columns[0], "")}
        whole = [one for one in columns if assignment and _same(assignment, one.title)]
        if len(whole) > 1:
            raise KataError(f"{self.path}: {len(whole)} columns are called {assignment}. Take all but one out.")
        chosen = {one.index: (one, "") for one in whole}
        for kata in katas:
            chosen |= {one.index: (one, kata) for one in columns if _same(kata, one.title) and one.index not in chosen}
        if not chosen:
            raise KataError(
                f"{self.path}: no column is called {assignment or 'like one of the katas'}: name it with --column. "
                f"{self._listed(columns)}"
            )
        return chosen

    def _listed(self, columns: Sequence[_Column]) -> str:
        return f"The columns are: {', '.join(one.title for one in columns[:20]) or 'none'}."

    # -- what it knows --

    def submitted(self) -> Iterator[Submitted]:
        """When each student handed in, as far as a worksheet of Moodle says so."""
        keys = [name.strip().lower() for name in self.heading]
        if "last modified (submission)" not in keys:
            return
        for number, person in self.people:
            values = dict(zip(keys, self.rows[number], strict=False))
            text = values["last modified (submission)"].strip()
            if text and text != "-":
                yield Submitted(person, _moodle_date(text), " late" in values.get("status", ""))

    # -- filling it in --

    def fill(
        self, assignment: str, katas: Sequence[str], marks: Callable[[Person], Filled | None]
    ) -> tuple[bytes, Report]:
        """The file with the marks of everybody whom it and the class have in common.

        Args:
            marks: of the student whom a row names; None when there is none.

        Raises:
            KataError: when there is no column for them.
        """
        targets = self.targets(assignment, katas)
        report = Report()
        rows = [list(row) for row in self.rows]
        comment = next((i for i, name in enumerate(self.heading) if name.strip() in _COMMENTS), None)
        locked = next((i for i, name in enumerate(self.heading) if name.strip() == "Grade can be changed"), None)
        absent: list[str] = []
        scaled: set[str] = set()
        for number, person in self.people:
            filled = marks(person)
            if filled is None:
                absent.append(person.name or person.student)
                continue
            row = rows[number]
            row += [""] * (len(self.heading) - len(row))
            if locked is not None and row[locked].strip() == "No":
                report.notes.append(f"{person.name or person.student}: the grade is locked in {self.path.name}.")
                continue
            for index, (column, kata) in targets.items():
                names = [kata] if kata else list(katas)
                points = [filled.points[name] for name in names]
                if row[index].strip().upper() == "EX":
                    report.notes.append(f"{person.name or person.student} is excused in `{column.title}`; that stays.")
                    continue
                if any(one is None for one in points):
                    report.notes.append(f"{person.name or person.student}: an answer is not judged; the cell stays.")
                    continue
                ours = sum(filled.most[name] for name in names)
                most = self._most(row, column)
                share = 1.0 if most is None or most == ours else most / ours
                if share != 1.0:
                    scaled.add(f"`{column.title}` has at most {_text(most or 0.0, '.')} points and ours has {ours}")
                row[index] = _text(sum(one for one in points if one is not None) * share, self._decimal(row))
                report.written += 1
            if comment is not None and filled.comment:
                row[comment] = filled.comment
        report.notes += [f"{one}: points are in proportion." for one in sorted(scaled)]
        if absent:
            more = f" and {len(absent) - 3} more" if len(absent) > 3 else ""
            report.notes.append(f"In {self.path.name}, and not in the class: {', '.join(absent[:3])}{more}.")
        return self._encoded(rows), report

    def _most(self, row: Sequence[str], column: _Column) -> float | None:
        if self.system != "moodle":
            return column.most
        index = next((i for i, name in enumerate(self.heading) if name.strip().lower() == "maximum grade"), None)
        return None if index is None else _number(row[index])

    def _decimal(self, row: Sequence[str]) -> str:
        """How the system writes a fraction: with a comma, where it has written one so."""
        return "," if any(re.fullmatch(r"\d+,\d{1,2}", cell.strip()) for cell in row) else "."

    def _encoded(self, rows: Sequence[Sequence[str]]) -> bytes:
        out = io.StringIO(newline="")
        dialect = csv.unix_dialect if self.all_quoted else csv.excel  # they differ in when a cell is quoted
        csv.writer(out, dialect, delimiter=self.delimiter, lineterminator=self.line_end).writerows(rows)
        return self.mark + out.getvalue().encode(self.encoding)


# Columns of comments that are imported beside the mark: Moodle's and Blackboard's.
_COMMENTS = ("Feedback comments", "Feedback to Learner")


def _same(one: str, other: str) -> bool:
    return re.sub(r"[\W_]+", "", one).casefold() == re.sub(r"[\W_]+", "", other).casefold()


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def _text(number: float, decimal: str) -> str:
    return f"{round(number, 2):.2f}".rstrip("0").rstrip(".").replace(".", decimal)


def _moodle_date(text: str) -> datetime | None:
    for form in _MOODLE_DATES:
        try:
            return datetime.strptime(text, form).astimezone()
        except ValueError:
            continue
    return None
