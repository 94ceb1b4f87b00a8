"""How learning systems name what they export: whose a folder or file is, when it was handed in, whether late.

| system | what it names |
|---|---|
| Moodle | `Ada Lovelace_12_assignsubmission_file/softmax.py`; flat `Ada Lovelace_12_assignsubmission_file_softmax.py` |
| Canvas | `lovelaceada_LATE_12_345_softmax.py`; anonymous `anon_x1Y2z_345_softmax.py` |
| Blackboard | `Week 1_ada_attempt_2026-11-30-18-00-00_softmax.py`, and a text file about each attempt |
| Brightspace | `12-345 - Ada Lovelace - Nov 30, 2026 605 PM/softmax.py`; flat with ` - softmax.py` after it |
| Gradescope | `submission_345/softmax.py`, and `submission_metadata.yml` which says whose they are |

A team on Moodle looks like a participant: its name and its own number.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kata.classroom.roster import Person
from kata.errors import KataError

GRADESCOPE = "submission_metadata.yml"
LARGEST_METADATA = 50_000_000  # bytes: Gradescope's hold every test's output of every submission


@dataclass(frozen=True)
class Exported:
    """What an export says of a folder or file.

    Attributes:
        people: whose it is; several for a group on Gradescope.
        called: what the student called the file; empty for a folder.
        submitted: when it was handed in, where the export says so.
        late: whether it came after the due date, where the export says so.
        typed: whether it is text that was typed into the system, and no file.
    """

    people: tuple[Person, ...]
    called: str = ""
    submitted: datetime | None = None
    late: bool | None = None
    typed: bool = False


_MOODLE = re.compile(
    r"(?P<name>[^_]+)(?:_(?P<id>\d+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?$", re.DOTALL
)
_CANVAS = re.compile(
    r"(?:(?P<name>.+?)_)??(?P<late>LATE_)?(?P<id>\d+|anon_[^\W_]+)_(?:(?P<typed>text|link)\.html|\d+_(?P<file>.+))$",
    re.DOTALL,
)
# "attempt" in the languages that Blackboard speaks: any word before the date.
_BLACKBOARD = re.compile(
    r"(?P<assignment>.+)_(?P<id>[^_]+)_[^\W\d_]+_(?P<date>\d{4}(?:-\d\d){5})(?:_(?P<file>.+)|(?P<about>\.txt))$",
    re.DOTALL,
)
_BRIGHTSPACE = re.compile(
    r"(?P<id>\d+)-\d+ - (?P<name>.+?) ?- ?(?P<date>[^\W\d_]{3,4}\.? \d{1,2}, \d{4} \d{3,4} [AP]M)"
    r"(?: ?- ?(?P<file>.+))?$",
    re.DOTALL,
)


def exported_folder(name: str) -> Exported | None:
    """What the name of a folder says, if a learning system has given it."""
    moodle = _MOODLE.match(name)
    if moodle and not moodle["file"]:
        return Exported((_on_moodle(moodle),), typed=moodle["kind"] == "onlinetext")
    brightspace = _BRIGHTSPACE.match(name)
    if brightspace and not brightspace["file"]:
        return _on_brightspace(brightspace)
    return None


def exported_file(name: str) -> Exported | None:
    """What the name of a file says that stands among others, if a learning system has given it."""
    moodle = _MOODLE.match(name)
    if moodle and moodle["file"]:
        return Exported((_on_moodle(moodle),), called=moodle["file"], typed=moodle["kind"] == "onlinetext")
    brightspace = _BRIGHTSPACE.match(name)
    if brightspace and brightspace["file"]:
        return _on_brightspace(brightspace)
    blackboard = _BLACKBOARD.match(name)
    if blackboard:
        person = Person(blackboard["id"], lms="blackboard")
        submitted = _date(blackboard["date"], "%Y-%m-%d-%H-%M-%S")
        return Exported((person,), blackboard["file"] or "about.txt", submitted)
    canvas = _CANVAS.match(name)
    if canvas:
        person = Person(canvas["id"], name=canvas["name"] or "", lms_id=canvas["id"], lms="canvas")
        called = canvas["file"] or f"{canvas['typed']}.html"
        return Exported((person,), called, late=canvas["late"] is not None, typed=canvas["typed"] is not None)
    return None


def _on_moodle(found: re.Match[str]) -> Person:
    name = unicodedata.normalize("NFC", found["name"])
    return Person(found["id"] or name, name=name, lms_id=found["id"] or "", lms="moodle")


def _on_brightspace(found: re.Match[str]) -> Exported:
    name = unicodedata.normalize("NFC", found["name"]).strip()
    person = Person(name, name=name, lms_id=found["id"], lms="brightspace")
    date = found["date"].replace(".", "")
    return Exported((person,), found["file"] or "", _date(date, "%b %d, %Y %I%M %p"))


def _date(text: str, form: str) -> datetime | None:
    """A date in the zone of this machine: the names say none."""
    try:
        return datetime.strptime(text, form).astimezone()
    except ValueError:
        return None


def gradescope_folders(metadata: bytes) -> dict[str, Exported]:
    """Whose each folder of an export of Gradescope is, from its `submission_metadata.yml`.

    Raises:
        KataError: when it can't be read.
    """
    try:
        import yaml  # type: ignore[import-untyped]
    except ImportError:
        raise KataError("An export of Gradescope takes a package: python -m pip install pyyaml") from None
    try:
        data = yaml.load(metadata, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return {str(folder): _on_gradescope(about) for folder, about in data.items()}
    except (yaml.YAMLError, AttributeError, TypeError, KeyError, ValueError) as error:
        raise KataError(f"{GRADESCOPE} can't be read as Gradescope writes it ({error}).") from None


def _on_gradescope(about: dict[str, Any]) -> Exported:
    people = []
    for one in about[":submitters"]:
        name, email, number = (str(one.get(key) or "") for key in (":name", ":email", ":sid"))
        people.append(Person(email or number or name, name=name, email=email, sis_id=number, lms="gradescope"))
    submitted = about.get(":created_at")
    if not isinstance(submitted, datetime):
        return Exported(tuple(people))
    return Exported(tuple(people), submitted=submitted if submitted.tzinfo else submitted.astimezone())
