"""The students: as the folders and files of an export name them, and as a class list knows them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from kata.csv_file import read_table
from kata.errors import KataError

# `Ada Lovelace_12345_assignsubmission_file` (Moodle), `lovelaceada_LATE_12345_678_softmax.py` (Canvas), in which an
# anonymous student is `anon_x1Y2z`.
_MOODLE = re.compile(r"(?P<name>.+)_(?P<id>\d+)_assignsubmission_(?:file|onlinetext)_?$", re.DOTALL)
_CANVAS = re.compile(r"(?:(?P<name>.+?)_)??(?P<late>LATE_)?(?P<id>\d+|anon_[^\W_]+)_\d+_(?P<file>.+)$", re.DOTALL)

# The headings that stand for a column: this program's, and those of Canvas, Moodle and nbgrader.
_HEADINGS = {
    "student": ("student", "student_id", "username", "sis login id", "github_username", "identifier"),
    "name": ("name", "full name"),
    "first_name": ("first_name", "first name"),
    "last_name": ("last_name", "last name", "surname"),
    "email": ("email", "email address"),
    "lms_id": ("lms_id", "id", "id number"),
    "sis_id": ("sis_id", "sis user id"),
    "section": ("section", "group"),
}


@dataclass(frozen=True)
class Person:
    """A student. Texts that aren't known are empty.

    Attributes:
        student: what they are called in every output, once each.
        lms_id: of Canvas or Moodle.
    """

    student: str
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    sis_id: str = ""
    section: str = ""


def identity_key(name: str) -> str:
    """Equal for two spellings of one name: case, spaces at the ends and the form of accents aside."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).strip().casefold())


def person_of_folder(name: str, prefix: str = "") -> Person:
    """Who handed in a folder of that name.

    Args:
        prefix: an assignment's, as in `homework-1-ada`.
    """
    moodle = _MOODLE.match(name)
    if moodle:
        return Person(moodle["id"], name=unicodedata.normalize("NFC", moodle["name"]), lms_id=moodle["id"])
    if prefix and name.startswith(f"{prefix}-") and name != f"{prefix}-":
        name = name.removeprefix(f"{prefix}-")
    return Person(unicodedata.normalize("NFC", name).strip() or repr(name))


@dataclass(frozen=True)
class ExportedFile:
    """What the name of a file says that an export put among others.

    Attributes:
        called: what the student called it.
        late: whether the export says that it came after the due date; None when it doesn't say.
    """

    person: Person
    called: str
    late: bool | None = None


def exported_file(name: str) -> ExportedFile | None:
    """Who handed in a file of a flat export; None when its name doesn't say."""
    canvas = _CANVAS.match(name)
    if canvas:
        person = Person(canvas["id"], name=canvas["name"] or "", lms_id=canvas["id"])
        return ExportedFile(person, canvas["file"], late=canvas["late"] is not None)
    return None


class Roster:
    """The class list. Without one, everybody who handed something in is a student."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people = list(people)
        self._known: dict[str, Person] = {}
        for person in self.people:
            for text in (person.student, person.email, person.lms_id, person.sis_id):
                if text:
                    self._known.setdefault(identity_key(text), person)

    def find(self, person: Person) -> Person | None:
        """The student on the list whom a folder or file belongs to: by name, e-mail address or number."""
        for text in (person.student, person.lms_id, person.email):
            if text and identity_key(text) in self._known:
                return self._known[identity_key(text)]
        return None


def load_roster(path: Path) -> Roster:
    """Read a class list: a CSV with a column `student`, or an export of Canvas, Moodle or nbgrader.

    Raises:
        KataError: when it can't be read, has no such column, or names a student twice.
    """
    people: dict[str, Person] = {}
    for line, row in read_table(path):
        values = {column: value for column, value in _columns(row).items() if value}
        student = values.pop("student", "") or values.get("email") or values.get("lms_id") or ""
        if not student:
            continue  # the row `Points Possible` of Canvas, and empty ones
        if identity_key(student) in people:
            raise KataError(
                f"{path}: line {line} has the student `{student}` a second time. Take one of the lines out."
            )
        people[identity_key(student)] = Person(student, **values)
    if not people:
        raise KataError(f"{path}: there is no student in it. It needs a heading with the column `student`.")
    return Roster(people.values())


def known_columns(row: dict[str, str]) -> Person | None:
    """The student whom a row names, None when it names nobody."""
    values = _columns(row)
    return Person(**values) if values.get("student") else None


def merged(one: Person, other: Person) -> Person:
    """`one`, with what only `other` knows."""
    lacking = {field.name: getattr(other, field.name) for field in fields(Person) if not getattr(one, field.name)}
    return replace(one, **lacking)


def _columns(row: dict[str, str]) -> dict[str, str]:
    found = {}
    # In the export of Canvas, `Student` is a name, and the login is what identifies.
    canvas = "sis login id" in row and "student" in row
    for column, headings in _HEADINGS.items():
        if canvas and column == "student":
            headings = ("sis login id",)
        if canvas and column == "name":
            headings = ("student",)
        text = next((row[heading] for heading in headings if row.get(heading)), "")
        if column in ("student", "lms_id") and re.fullmatch(r"Participant \d+", text):
            text = text.removeprefix("Participant ")
        if text:
            found[column] = text
    return found
