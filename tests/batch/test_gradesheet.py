"""A learning system's own file comes back with the marks in it, and nothing else is different.

The files in gradesheets/ are as the systems write them: Moodle's is one that Moodle 4.5 has exported (made-up people),
Canvas's follows its exporter, Blackboard's and Brightspace's their documentation.
"""

import csv
import io
from pathlib import Path

import pytest

from kata.batch.gradesheet import Filled, GradeSheet
from kata.classroom.roster import Person, Roster
from kata.errors import KataError
from tests.batch.support import rows
from tests.support.cli import MakeKata, Run

FILES = Path(__file__).parent / "gradesheets"
KATAS = ("softmax", "causal_mask")
CLASS = Roster(
    [
        Person("ada", email="ada@example.org", sis_id="S1", lms_id="3"),
        Person("bob", email="bob@example.org", sis_id="S2", lms_id="2"),
        Person("zoe", email="zoe@example.org", sis_id="S4", lms_id="1"),
    ]
)
MARKS = {
    "ada": Filled({"softmax": 100, "causal_mask": 33}, {"softmax": 100, "causal_mask": 100}, "softmax: well done"),
    "bob": Filled({"softmax": 0, "causal_mask": 50}, {"softmax": 100, "causal_mask": 100}, "@home"),
    "zoe": Filled({"softmax": None, "causal_mask": 50}, {"softmax": 100, "causal_mask": 100}),
}


def mark_of(person: Person) -> Filled | None:
    found = CLASS.find(person)
    return MARKS[found.student] if found else None


def cells(data: bytes, encoding: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))


@pytest.mark.parametrize(
    ("name", "encoding", "delimiter", "changed", "notes"),
    [
        (
            "moodle.csv",
            "utf-8-sig",
            ",",
            {(1, 4): "133", (1, 9): "softmax: well done", (2, 4): "50", (2, 9): "@home"},
            ["Zoe Absent: an answer is not judged", "not in the class: Eve O'Neil"],
        ),
        (
            "canvas.csv",
            "utf-8",
            ",",
            {(3, 6): "133"},
            ["Cruz, B\u00f6b is excused in `Week 1`", "Absent, Zoe: an answer is not judged"],
        ),
        (
            "blackboard.xls",
            "utf-16",
            "\t",
            {(1, 6): "66.5", (1, 8): "softmax: well done", (2, 6): "25", (2, 8): "@home"},
            ["`Week 1` has at most 100 points and ours has 200"],
        ),
        ("brightspace.csv", "utf-8-sig", ",", {(1, 5): "133", (2, 5): "50"}, []),
    ],
)
def test_only_the_marks_are_written(
    name: str, encoding: str, delimiter: str, changed: dict[tuple[int, int], str], notes: list[str]
) -> None:
    before = (FILES / name).read_bytes()
    after, report = GradeSheet(FILES / name).fill("week-1", KATAS, mark_of)
    expected = cells(before, encoding, delimiter)
    for (row, column), text in changed.items():
        expected[row][column] = text
    assert cells(after, encoding, delimiter) == expected
    assert after[:2] == before[:2]
    assert (b"\r\n" in after) == (b"\r\n" in before)
    assert len(report.notes) == len(notes)
    assert all(any(note in told for told in report.notes) for note in notes)


def test_nobodys_marks_leave_the_file_as_it_was() -> None:
    for file in FILES.iterdir():
        after, report = GradeSheet(file).fill("week-1", KATAS, lambda _: None)
        if file.name != "moodle.csv":  # PHP quotes what has a space
            assert after == file.read_bytes()
        assert report.written == 0


def test_a_column_for_each_kata_or_the_one_that_is_named(tmp_path: Path) -> None:
    place = tmp_path / "canvas.csv"
    text = (FILES / "canvas.csv").read_text().replace("Week 1 (901)", "Softmax (901)")
    place.write_text(text.replace("200.00", "100.00"))
    after, _ = GradeSheet(place).fill("week-1", KATAS, mark_of)
    assert cells(after, "utf-8")[3][6:8] == ["100", "9.00"]
    with pytest.raises(KataError, match=r"no column is called week-1.*--column.*Softmax, Essay"):
        GradeSheet(place).targets("week-1", ["causal_mask"])
    after, _ = GradeSheet(place, "essay").fill("week-1", KATAS, mark_of)
    assert cells(after, "utf-8")[3][6:8] == ["", "6.65"]
    with pytest.raises(KataError, match="names 0 columns"):
        GradeSheet(place, "nothing").targets("week-1", KATAS)


def test_a_worksheet_of_moodle_in_another_language_takes_the_column_that_is_named(tmp_path: Path) -> None:
    place = tmp_path / "Bewertung.csv"
    place.write_text(
        "ID;Vollst\u00e4ndiger Name;Bewertung;Bestwertung\nTeilnehmer/in3;Ada Lovelace;;200,00\n", encoding="utf-8-sig"
    )
    with pytest.raises(KataError, match="--column"):
        GradeSheet(place)
    after, _ = GradeSheet(place, "Bewertung").fill("week-1", KATAS, mark_of)
    assert after.decode("utf-8-sig").splitlines()[1] == "Teilnehmer/in3;Ada Lovelace;133;200,00"


def test_a_locked_grade_stays(tmp_path: Path) -> None:
    place = tmp_path / "moodle.csv"
    place.write_bytes((FILES / "moodle.csv").read_bytes().replace(b"200.00,Yes", b"200.00,No"))
    after, report = GradeSheet(place).fill("week-1", KATAS, mark_of)
    assert report.written == 0
    assert "Ada Lovelace: the grade is locked in moodle.csv." in report.notes
    assert cells(after, "utf-8-sig")[1][4] == ""


@pytest.mark.parametrize("data", [b"", b"\xff\xff\xff", b"a,b\n1,2\n", b'Identifier,Grade\n"x'])
def test_what_is_no_gradebook_is_a_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises(KataError, match=r"x\.csv"):
        GradeSheet(tmp_path / "x.csv")


@pytest.mark.slow
def test_a_class_of_moodle_gets_its_worksheet_back_and_its_dates_from_there(
    kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path
) -> None:
    make_kata("add")
    file = tmp_path / "classroom.toml"
    file.write_text(
        'format = 1\nname = "week-1"\nmlkata = "0.1.0"\ndue = 2026-12-01T00:00:00+00:00\n'
        '[[kata]]\nname = "add"\npoints = 200\n'
    )
    right = "def add(a, b):\n    return a + b\n"
    for name, number in (("Ada Lovelace", 3), ("Eve ONeil", 4)):
        place = tmp_path / "class" / f"{name}_{number}_assignsubmission_file" / "add.py"
        place.parent.mkdir(parents=True)
        place.write_text(right)
    out = tmp_path / "out"
    done = kata(
        *("grade", tmp_path / "class", "--assignment", file, "--katas-from", root, "--jobs", 1, "--out", out),
        *("--gradebook", FILES / "moodle.csv"),
    )
    assert done.exit_code == 0, done.output
    assert "Warning" not in done.stderr
    assert "4 marks" in done.output
    found = {row["name"]: (row["points"], row["late"]) for row in rows(out / "gradebook.csv")}
    assert found == {
        "Ada Lovelace": ("200", "no"),
        "B\u00f6b de la Cruz": ("0", "no"),
        "Eve O'Neil": ("200", "yes"),
        "Zoe Absent": ("0", "no"),
    }
    sheet = cells((out / "filled-moodle.csv").read_bytes(), "utf-8-sig")
    assert [row[4] for row in sheet[1:]] == ["200", "0", "200", "0"]
    # What is written without a worksheet has what Moodle's importer asks for.
    assert [(row["Identifier"], row["Grade"]) for row in rows(out / "moodle.csv")] == [
        ("Participant 1", "0"),
        ("Participant 2", "0"),
        ("Participant 3", "200"),
        ("Participant 4", "200"),
    ]
