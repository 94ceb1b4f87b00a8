"""Feedback that reaches students: as Moodle takes it, by the names of Canvas's API, and in a page of their own."""

import re
import zipfile
from pathlib import Path

import pytest

from kata.safe import cut
from tests.batch.support import SOURCES, rows
from tests.support.cli import MakeKata, Run

RIGHT = SOURCES["right"][0].format(name="add")
HALF = SOURCES["half"][0].format(name="add")


@pytest.fixture
def grade(kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata):
    make_kata("add")

    def run(files: dict[str, str], *options: object) -> Path:
        for name, text in files.items():
            (tmp_path / "class" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "class" / name).write_text(text)
        out = tmp_path / "out"
        where = ["--katas", "add", "--katas-from", root, "--jobs", 1, "--out", out]
        done = kata("grade", tmp_path / "class", *where, *options)
        assert done.exit_code == 0, done.output
        return out

    return run


@pytest.mark.slow
def test_moodle_gets_a_page_for_each_participant(grade) -> None:
    files = {
        "Ada Lovelace_12_assignsubmission_file/add.py": RIGHT,
        "B\u00f6b_13_assignsubmission_file/add.py": HALF,
    }
    out = grade(files)
    with zipfile.ZipFile(out / "moodle-feedback.zip") as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist()}
    # `explode('_', $pathpart, 5)`: the name, the participant, the plugin's type and its name.
    found = {tuple(name.split("/")[0].split("_", 4)) for name in pages}
    assert found == {
        ("Ada Lovelace", "12", "assignfeedback", "file", ""),
        ("B\u00f6b", "13", "assignfeedback", "file", ""),
    }
    page = next(text for name, text in pages.items() if "_13_" in name)
    assert "40 of 100 points" in page
    assert not re.search(r"https?:|<script|src=", page)
    assert not (out / "canvas-comments.csv").exists()


@pytest.mark.slow
def test_a_teams_number_is_no_participants(grade, tmp_path: Path) -> None:
    (tmp_path / "groups.csv").write_text("group,student\nRed team,ada\n")
    (tmp_path / "roster.csv").write_text("student,lms_id,lms\nada,1,moodle\n")
    out = grade(
        {"Red team_1_assignsubmission_file/add.py": RIGHT},
        *("--groups", tmp_path / "groups.csv", "--roster", tmp_path / "roster.csv"),
    )
    assert [(row["student"], row["points"]) for row in rows(out / "gradebook.csv")] == [("ada", "100")]
    assert not (out / "moodle-feedback.zip").exists()


@pytest.mark.slow
def test_canvas_gets_a_mark_and_a_comment_for_each_number(grade) -> None:
    out = grade({"lovelaceada_12_901_add.py": RIGHT, "cruzbob_13_902_add.py": HALF})
    assert rows(out / "canvas-comments.csv") == [
        {"student_id": "12", "posted_grade": "100", "text_comment": "add: 100 of 100 points."},
        {"student_id": "13", "posted_grade": "40", "text_comment": "add: 40 of 100 points."},
    ]
    assert not (out / "moodle-feedback.zip").exists()


@pytest.mark.parametrize("most", range(5, 60))
def test_a_text_is_never_cut_inside_a_number(most: int) -> None:
    numbers = ["-1.25e-05", "2.375", "1000000", "0.1", "3.14159265"]
    text = f"[{', '.join(numbers)}]"
    shown = cut(text, most)
    assert len(shown) <= most
    for number in re.findall(r"[\w.+-]+", shown.removesuffix(" ...") if shown != text else shown):
        assert number in numbers


def test_a_word_without_an_end_is_cut_all_the_same() -> None:
    assert cut("x" * 500, 100) == "x" * 96 + " ..."
