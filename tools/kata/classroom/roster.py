"""The students: as the folders and files of an export name them, and as a class list knows them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from kata.csv_file import read_table
from kata.errors import KataError

# The headings that stand for a column: this program's, and those of the learning systems and nbgrader.
_HEADINGS = {
    "student": ("student", "student_id", "username", "sis login id", "github_username", "identifier"),
    "name": ("name", "full name"),
    "first_name": ("first_name", "first name", "firstname"),
    "last_name": ("last_name", "last name", "lastname", "surname"),
    "email": ("email", "email address", "e-mail"),
    "lms_id": ("lms_id", "lms_user_id", "id"),
    "sis_id": ("sis_id", "sis user id", "id number", "orgdefinedid", "student id"),
    "section": ("section", "group"),
    "lms": ("lms",),
}


@dataclass(frozen=True)
class Person:
    """A student. Texts that aren't known are empty.

    Attributes:
        student: what they are called in every output, once each.
        lms_id: their number in a learning system.
        lms: which one that is.
    """

    student: str
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_id: str = ""
    sis_id: str = ""
    section: str = ""
    lms: str = ""


def identity_key(name: str) -> str:
    """Equal for two spellings of one name: case, spaces at the ends and the form of accents aside."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).strip().casefold())


def person_of_folder(name: str, prefix: str = "") -> Person:
    """Who handed in a folder of that name.

    Args:
        prefix: an assignment's, as in `homework-1-ada`.
    """
    if prefix and name.startswith(f"{prefix}-") and name != f"{prefix}-":
        name = name.removeprefix(f"{prefix}-")
    return Person(unicodedata.normalize("NFC", name).strip() or repr(name))


class Roster:
    """The class list. Without one, everybody who handed something in is a student."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self.people = list(people)
        self._known: dict[str, Person] = {}
        self._by_name: dict[str, Person | None] = {}  # None: more than one is called that
        for person in self.people:
            self._note(person)

    def _note(self, person: Person) -> None:
        for text in (person.student, person.email, person.lms_id, person.sis_id):
            if text:
                self._known.setdefault(identity_key(text), person)
        name = _name_key(person)
        if name:
            self._by_name[name] = None if self._by_name.get(name, person) != person else person

    def find(self, person: Person) -> Person | None:
        """The student on the list whom a folder or file belongs to: by name, e-mail address or number."""
        for text in (person.student, person.lms_id, person.email, person.sis_id):
            if text and identity_key(text) in self._known:
                return self._known[identity_key(text)]
        return self._by_name.get(_name_key(person))

    def learn(self, people: Iterable[Person], *, add: bool = False) -> "Roster":
        """A list that also has what others know of the same students, their numbers in a learning system say.

        Args:
            add: whether those who aren't on it come onto it.
        """
        known = {identity_key(person.student): person for person in self.people}
        for other in people:
            found = self.find(other)
            key = identity_key(found.student if found else other.student)
            if key in known or add:
                known[key] = merged(known.get(key, other), other)
        return Roster(known.values())


def _name_key(person: Person) -> str:
    """Equal for `Ada Lovelace` and `Lovelace, Ada`; empty without a whole name."""
    name = person.name or f"{person.first_name} {person.last_name}"
    words = re.findall(r"\w+", identity_key(name))
    return " ".join(sorted(words)) if len(words) > 1 else ""


def load_roster(path: Path) -> Roster:
    """Read a class list: a CSV with a column `student`, or an export of Canvas, Moodle or nbgrader.

    Raises:
        KataError: when it can't be read, has no such column, or names a student twice.
    """
    people: dict[str, Person] = {}
    for line, row in read_table(path):
        person = person_of_row(row)
        if person is None:
            continue  # the row `Points Possible` of Canvas, and empty ones
        key = identity_key(person.student)
        if key in people:
            raise KataError(
                f"{path}: line {line} has the student `{person.student}` a second time. Take one of the lines out."
            )
        people[key] = person
    if not people:
        raise KataError(f"{path}: there is no student in it. It needs a heading with the column `student`.")
    return Roster(people.values())


def person_of_row(row: dict[str, str]) -> Person | None:
    """The student whom a row names by anything that identifies, None when it names nobody.

    Args:
        row: the cells by their headings, in lower case.
    """
    values = _columns(row)
    student = values.pop("student", "") or values.get("email") or values.get("lms_id") or ""
    return Person(student, **values) if student else None


def known_columns(row: dict[str, str]) -> Person | None:
    """The student whom a row names, None when it names nobody."""
    values = _columns(row)
    return Person(**values) if values.get("student") else None


def merged(one: Person, other: Person) -> Person:
    """`one`, with what only `other` knows."""
    lacking = {field.name: getattr(other, field.name) for field in fields(Person) if not getattr(one, field.name)}
    return replace(one, **lacking)


def _columns(row: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    # In the export of Canvas, `Student` is a name, and the login or the number is what identifies.
    canvas = "id" in row and "name" not in row and bool({"student", "lastname"} & {*row} and {"section"} & {*row})
    # nbgrader's own list calls what identifies `id`.
    nbgrader = "id" in row and "last_name" in row and "student" not in row
    for column, headings in _HEADINGS.items():
        if canvas and column == "student":
            headings = ("sis login id", "id")
        if canvas and column == "name":
            headings = ("student",)
        if nbgrader and column == "student":
            headings = ("id",)
        if nbgrader and column == "lms_id":
            headings = ("lms_user_id",)
        text = next((row[heading] for heading in headings if row.get(heading)), "")
        if column == "student" and re.fullmatch(r"Participant \d+", text):  # Moodle's
            text = text.removeprefix("Participant ")
            found |= {"lms_id": text, "lms": "moodle"}
        if row.get("end-of-line indicator") == "#":  # Brightspace marks what a spreadsheet shouldn't take for a number
            text = text.removeprefix("#")
        if text:
            found[column] = text
    return ({"lms": "canvas"} if canvas else {}) | found
