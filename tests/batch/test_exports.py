"""What each learning system exports of a class: whose it is, when it came, and that nobody is lost without a word."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kata.batch.discovery import discover
from kata.batch.student_files import FoundAnswer, Problem
from kata.catalog import Catalog, Kata
from kata.classroom.roster import Person, Roster, load_roster
from kata.errors import KataError
from tests.support.cli import MakeKata, Run

Unpacked = dict[str, str]
LOCAL = datetime(2026, 11, 30, 18, 5).astimezone()
METADATA = """\
submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: '100'
    :email: ada@example.org
  :created_at: 2026-11-30 18:05:00.123456000 Z
  :score: 3.0
submission_2:
  :submitters:
  - :name: Grace Hopper
    :sid: '200'
    :email: grace@example.org
  - :name: Bob
    :sid: '201'
    :email:
  :created_at: 2026-12-01 09:00:00.000000000 +01:00
"""
# What each system exports, and what follows: student, kata, date, late.
MOODLE_NOW = {
    "Ada Lovelace_12_assignsubmission_file/softmax.py": "a",
    "Ada Lovelace_12_assignsubmission_file/sub/causal_mask.py": "b",
    "B\u00f6b de la Cruz_13_assignsubmission_file/softmax.py": "c",
    "Eve ONeil_14_assignsubmission_onlinetext/onlinetext.html": "<p>import numpy</p>",
}
MOODLE_BEFORE_4 = {
    f"{top}_/{rest}": text for name, text in MOODLE_NOW.items() for top, rest in [name.split("/", maxsplit=1)]
}
MOODLE_FLAT = {
    "Ada Lovelace_12_assignsubmission_file_softmax.py": "a",
    "Ada Lovelace_12_assignsubmission_file_causal_mask.py": "b",
    "B\u00f6b de la Cruz_13_assignsubmission_file_softmax.py": "c",
    "Eve ONeil_14_assignsubmission_onlinetext_onlinetext.html": "<p>import numpy</p>",
}
MOODLE_BLIND = {"Participant_12_assignsubmission_file/softmax.py": "a"}
MOODLE_TEAMS = {
    "Red team_1_assignsubmission_file/softmax.py": "a",
    "Default group_assignsubmission_file/softmax.py": "b",
}
CANVAS = {
    "lovelaceada_12_901_softmax.py": "a",
    "lovelaceada_12_902_causal_mask.py": "b",
    "de_la_cruzbob_LATE_13_903_softmax-1.py": "c",
    "anon_x1Y2z_904_softmax.py": "d",
    "LATE_anon_q9_905_softmax.py": "e",
    "oneileve_14_text.html": "<html></html>",
}
BLACKBOARD = {
    "Week 1_1_ada_attempt_2026-11-30-18-05-00_softmax.py": "a",
    "Week 1_1_ada_attempt_2026-11-30-18-05-00_causal_mask.py": "b",
    "Week 1_1_ada_attempt_2026-11-30-18-05-00.txt": "Name: Ada Lovelace (ada)",
    "Week 1_1_ada_attempt_2026-11-20-18-05-00_softmax.py": "old",
    "Week 1_1_ada_attempt_2026-11-20-18-05-00.txt": "Name: Ada Lovelace (ada)",
    "Week 1_1_bob_poging_2026-11-30-18-05-00_softmax.py": "c",
}
BRIGHTSPACE = {
    "12-345 - Ada Lovelace - Nov 30, 2026 605 PM/softmax.py": "a",
    "12-345 - Ada Lovelace - Nov 30, 2026 605 PM/causal_mask.py": "b",
    "13-345 - B\u00f6b de la Cruz - Nov 30, 2026 1105 AM/softmax.py": "c",
    "index.html": "<html></html>",
}
BRIGHTSPACE_FLAT = {
    "12-345 - Ada Lovelace - Nov 30, 2026 605 PM - softmax.py": "a",
    "12-345 - Ada Lovelace-Nov 30, 2026 605 PM - causal_mask.py": "b",
    "index.html": "<html></html>",
}
GRADESCOPE = {
    "submission_metadata.yml": METADATA,
    "submission_1/softmax.py": "a",
    "submission_2/src/softmax.py": "b",
}
CASES: dict[str, tuple[Unpacked, dict[tuple[str, str], tuple[str, object, object]], list[str]]] = {
    "Moodle 4.1 and later": (
        MOODLE_NOW,
        {
            ("12", "softmax"): ("a", "file", None),
            ("12", "causal_mask"): ("b", "file", None),
            ("13", "softmax"): ("c", "file", None),
        },
        ["14"],
    ),
    "Moodle before": (
        MOODLE_BEFORE_4,
        {
            ("12", "softmax"): ("a", "file", None),
            ("12", "causal_mask"): ("b", "file", None),
            ("13", "softmax"): ("c", "file", None),
        },
        ["14"],
    ),
    "Moodle, all in one folder": (
        MOODLE_FLAT,
        {
            ("12", "softmax"): ("a", "file", None),
            ("12", "causal_mask"): ("b", "file", None),
            ("13", "softmax"): ("c", "file", None),
        },
        ["14"],
    ),
    "Moodle, marked blind": (MOODLE_BLIND, {("12", "softmax"): ("a", "file", None)}, []),
    "Moodle, in teams": (
        MOODLE_TEAMS,
        {("1", "softmax"): ("a", "file", None), ("Default group", "softmax"): ("b", "file", None)},
        [],
    ),
    "Canvas": (
        CANVAS,
        {
            ("12", "softmax"): ("a", None, False),
            ("12", "causal_mask"): ("b", None, False),
            ("13", "softmax"): ("c", None, True),
            ("anon_x1Y2z", "softmax"): ("d", None, False),
            ("anon_q9", "softmax"): ("e", None, True),
        },
        ["14"],
    ),
    "Blackboard": (
        BLACKBOARD,
        {
            ("ada", "softmax"): ("a", LOCAL, None),
            ("ada", "causal_mask"): ("b", LOCAL, None),
            ("bob", "softmax"): ("c", LOCAL, None),
        },
        [],
    ),
    "Brightspace": (
        BRIGHTSPACE,
        {
            ("Ada Lovelace", "softmax"): ("a", LOCAL, None),
            ("Ada Lovelace", "causal_mask"): ("b", LOCAL, None),
            ("B\u00f6b de la Cruz", "softmax"): ("c", LOCAL.replace(hour=11), None),
        },
        [],
    ),
    "Brightspace, flat": (
        BRIGHTSPACE_FLAT,
        {("Ada Lovelace", "softmax"): ("a", LOCAL, None), ("Ada Lovelace", "causal_mask"): ("b", LOCAL, None)},
        [],
    ),
    "Gradescope": (
        GRADESCOPE,
        {
            ("ada@example.org", "softmax"): ("a", datetime(2026, 11, 30, 18, 5, 0, 123456, tzinfo=UTC), None),
            ("grace@example.org", "softmax"): ("b", datetime(2026, 12, 1, 8, tzinfo=UTC), None),
            ("201", "softmax"): ("b", datetime(2026, 12, 1, 8, tzinfo=UTC), None),
        },
        [],
    ),
}


def as_folder(place: Path, files: Unpacked) -> Path:
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text)
    return place


def as_zip(place: Path, files: Unpacked) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    path = place.with_suffix(".zip")
    path.write_bytes(out.getvalue())
    return path


def as_zip_with_a_folder_around(place: Path, files: Unpacked) -> Path:
    return as_zip(place, {f"assignment_1_export/{name}": text for name, text in files.items()})


@pytest.fixture(scope="module")
def katas(catalog: Catalog) -> list[Kata]:
    return [catalog.get("softmax"), catalog.get("causal_mask")]


@pytest.mark.parametrize("system", CASES)
@pytest.mark.parametrize("layout", [as_folder, as_zip])
def test_every_export_says_whose_and_when(
    system: str, layout: Callable[[Path, Unpacked], Path], katas: list[Kata], tmp_path: Path
) -> None:
    files, expected, asked = CASES[system]
    found = list(discover(layout(tmp_path / "export", files), katas))
    answers: dict[tuple[str, str], FoundAnswer] = {}
    for one in found:
        if isinstance(one, FoundAnswer):
            key = one.person.student, one.kata
            if key not in answers or (one.submitted or LOCAL) > (answers[key].submitted or LOCAL):
                answers[key] = one
    seen = {
        key: (one.source, one.dated if one.dated == "file" else one.submitted, one.late) for key, one in answers.items()
    }
    assert seen == expected
    # Whoever handed in something that can't be graded is named, and nobody else.
    told = {one.person.student for one in found if isinstance(one, Problem) and one.person}
    assert told - {"ada"} == set(asked)
    assert not [one for one in found if isinstance(one, Problem) and one.person is None]


def test_gradescopes_folder_around_everything_is_no_student(katas: list[Kata], tmp_path: Path) -> None:
    found = list(discover(as_zip_with_a_folder_around(tmp_path / "export", GRADESCOPE), katas))
    assert {one.student for one in found if isinstance(one, Person)} == {"ada@example.org", "grace@example.org", "201"}


def test_a_broken_list_of_gradescope_is_a_sentence(katas: list[Kata], tmp_path: Path) -> None:
    for text in ("submission_1: [", "submission_1: 3\n", "- a\n"):
        place = as_folder(tmp_path / "export", {**GRADESCOPE, "submission_metadata.yml": text})
        with pytest.raises(KataError, match="can't be read as Gradescope writes it"):
            list(discover(place, katas))


def test_a_name_finds_a_student_whom_no_number_does(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text(
        "OrgDefinedId,Username,Last Name,First Name,Week 1 Points Grade <Numeric MaxPoints:10>,End-of-Line Indicator\n"
        "#100,#ada,Lovelace,Ada,,#\n#101,#bob,Doe,John,,#\n#102,#eve,Doe,John,,#\n"
    )
    roster = load_roster(path)
    assert [(one.student, one.sis_id) for one in roster.people] == [("ada", "100"), ("bob", "101"), ("eve", "102")]
    found = roster.find(Person("Ada Lovelace", name="Ada Lovelace"))
    assert found is not None
    assert found.student == "ada"
    assert roster.find(Person("x", name="Lovelace, Ada")) == found
    # Of two with one name it can't tell.
    assert roster.find(Person("x", name="John Doe")) is None


def test_a_list_learns_the_numbers_of_a_learning_system() -> None:
    roster = Roster([Person("ada", email="ada@example.org"), Person("bob")])
    learned = roster.learn([Person("12", email="ADA@example.org", lms_id="12", lms="moodle"), Person("99")])
    assert [(one.student, one.lms_id) for one in learned.people] == [("ada", "12"), ("bob", "")]
    found = learned.find(Person("12"))
    assert found is not None
    assert found.student == "ada"


@pytest.mark.parametrize(
    ("text", "student"),
    [
        ("id,last_name,first_name,email,lms_user_id\nada,Lovelace,Ada,ada@example.org,7\n", "ada"),  # nbgrader's
        ("student;name;email\nada;Ada Lovelace;ada@example.org\n", "ada"),  # Excel's, in half of Europe
        ('student;name\nada;"Lovelace; Ada, Countess"\n', "ada"),
        ("student\tname\nada\tAda\n", "ada"),
        ("Identifier,Full name,Email address\nParticipant 12,Ada,ada@example.org\n", "12"),
    ],
)
def test_class_lists_are_read_as_programs_write_them(tmp_path: Path, text: str, student: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(text, encoding="utf-8-sig")
    assert [one.student for one in load_roster(path).people] == [student]


def test_a_path_from_windows_is_found(katas: list[Kata], tmp_path: Path) -> None:
    as_folder(tmp_path, {"ada/softmax.py": "a", "map.csv": "student,path,kata\nada,ada\\softmax.py,softmax\n"})
    (answer,) = (one for one in discover(tmp_path / "map.csv", katas) if isinstance(one, FoundAnswer))
    assert (answer.person.student, answer.source) == ("ada", "a")


@pytest.mark.slow
def test_a_run_that_found_files_and_graded_no_answer_does_not_end_well(
    kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path
) -> None:
    make_kata("add")
    where = ["--katas", "add", "--katas-from", root, "--jobs", 1]
    (tmp_path / "none").mkdir()
    assert kata("grade", tmp_path / "none", *where, "--out", tmp_path / "0").exit_code == 0
    for number, files in enumerate(
        [{"ada.docx": "x"}, {"homework.py": "x = 1\n"}, {"ada/notes.txt": "x"}, {"ada/empty/.keep": ""}], start=1
    ):
        place = as_folder(tmp_path / f"class-{number}", files)
        done = kata("grade", place, *where, "--out", tmp_path / str(number))
        assert done.exit_code == 3, files
        assert "No answer was graded" in done.stderr
    place = as_folder(tmp_path / "late", {"ada/add.py": "def add(a, b):\n    return a + b\n"})
    done = kata("grade", place, *where, "--before", "2020-01-01", "--out", tmp_path / "9")
    assert done.exit_code == 3
