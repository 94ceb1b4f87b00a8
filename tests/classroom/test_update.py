"""`kata classroom update`: the instructor's classroom.toml is the living file, and the rest follows from it."""

import json
from pathlib import Path

import pytest

from kata.classroom.assignment import load_assignment
from kata.classroom.bundle import open_bundle
from tests.support.classroom import files, new
from tests.support.cli import MakeKata, Run


@pytest.fixture
def exam(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> Path:
    make_kata("add")
    make_kata("sub")
    return new(kata, root, tmp_path / "exam", "--due", "2030-01-01")


def change(exam: Path, find: str, replace: str) -> None:
    file = exam / "instructor" / "classroom.toml"
    text = file.read_text()
    assert find in text
    file.write_text(text.replace(find, replace))


def test_a_change_reaches_the_starter_and_the_bundle_and_keys_stay(kata: Run, exam: Path) -> None:
    before = files(exam)
    assert "Nothing has changed." in kata("classroom", "update", exam / "instructor").output
    assert files(exam) == before
    due = load_assignment(exam / "instructor").due
    assert due is not None
    change(exam, f"due = {due.isoformat()}", "due = 2020-03-01  # moved")
    change(exam, "points = 100", "points = 60")
    done = kata("classroom", "update", exam / "instructor")
    assert done.exit_code == 0, done.output
    after = files(exam)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {
        "instructor/classroom.toml",
        "instructor/grader.zip",
        "instructor/written.json",
        "starter/.classroom/grader.bundle",
        "starter/README.md",
        "starter/classroom.toml",
    }
    assert b"# moved" in after["instructor/classroom.toml"]
    assert after["starter/README.md"].startswith(b"# exam\n\nDue 2020-03-01 23:59")
    key = (exam / "instructor" / "bundle.key").read_text()
    with open_bundle(exam / "starter" / ".classroom" / "grader.bundle", key) as bundle:
        assert bundle.assignment.points == 60


def test_a_kata_that_comes_in_brings_its_files(kata: Run, exam: Path, root: Path) -> None:
    with (exam / "instructor" / "classroom.toml").open("a") as file:
        file.write('\n[[kata]]\nname = "sub"\n')
    done = kata("classroom", "update", exam / "instructor")
    assert done.exit_code == 2
    assert "sub" in done.stderr
    done = kata("classroom", "update", exam / "instructor", "--katas-from", root)
    assert done.exit_code == 0, done.output
    assert (exam / "starter" / "attempts" / "sums" / "sub.py").is_file()
    assert list((exam / "instructor" / "answers" / "sums" / "sub").iterdir())


def test_what_was_edited_in_the_starter_stays_and_is_named(kata: Run, exam: Path) -> None:
    readme = exam / "starter" / "README.md"
    readme.write_text("My own words.\n")
    change(exam, "points = 100", "points = 60")
    done = kata("classroom", "update", exam / "instructor")
    assert "Edited by you, and kept" in done.output
    assert readme.read_text() == "My own words.\n"
    assert "points = 60" in (exam / "starter" / "classroom.toml").read_text()
    kata("classroom", "update", exam / "instructor", "--force")
    assert "60 points in all" in readme.read_text()


def test_an_assignment_of_another_version_is_made_this_ones(kata: Run, exam: Path, root: Path) -> None:
    version = load_assignment(exam / "instructor").mlkata
    change(exam, f'mlkata = "{version}"', 'mlkata = "0.0.1"')
    done = kata("grade", exam / "starter", "--assignment", exam / "instructor", "--out", exam / "out")
    assert done.exit_code == 3
    assert "kata classroom update" in done.stderr
    assert kata("classroom", "update", exam / "instructor").exit_code == 0
    assert load_assignment(exam / "instructor").mlkata == version


def test_no_starter_is_a_sentence_and_changes_nothing(kata: Run, exam: Path) -> None:
    (exam / "starter").rename(exam / "elsewhere")
    before = files(exam)
    change(exam, "points = 100", "points = 60")
    done = kata("classroom", "update", exam / "instructor")
    assert done.exit_code == 2
    assert "--starter" in done.stderr
    assert files(exam)["instructor/grader.zip"] == before["instructor/grader.zip"]
    assert kata("classroom", "update", exam / "instructor", "--starter", exam / "elsewhere").exit_code == 0
    assert json.loads((exam / "instructor" / "written.json").read_text())
