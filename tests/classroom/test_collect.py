"""`kata classroom collect`: whatever students hand in becomes a line of the gradebook."""

import csv
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kata.catalog import Kata
from kata.classroom.assignment import load_assignment
from kata.classroom.collect import CollectedRow, collect_results, gradebook
from kata.errors import CannotGrade, KataError
from kata.formats import render
from kata.grading.engine import Engine
from kata.grading.verdict import Test, Verdict
from tests.support.classroom import BROKEN, HOSTILE, PARTLY, RIGHT, new
from tests.support.cli import MakeKata, Run


@pytest.fixture
def exam(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> Path:
    make_kata("add")
    return new(kata, root, tmp_path / "exam", "--due", "2030-01-01T00:00+00:00")


def table(text: str) -> dict[str, dict[str, str]]:
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text))}


def commit(folder: Path, date: str) -> None:
    environment = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "-m", "work"]):
        subprocess.run(["git", *command], cwd=folder, env=environment, check=True, capture_output=True)


@pytest.fixture
def clones(exam: Path, tmp_path: Path) -> Path:
    """Repositories of a class: each has its own way of being wrong."""
    place = tmp_path / "clones"
    sources: dict[str, tuple[str, str | None]] = {
        "ada": ("attempts/sums/add.py", RIGHT),
        "grace": ("attempts/sums/add.py", PARTLY),
        "mallory": ("attempts/sums/add.py", HOSTILE),
        "broken": ("attempts/sums/add.py", BROKEN),
        "empty": ("attempts/sums/add.py", None),
        "moved": ("work/add.py", RIGHT),
        "renamed": ("attempts/sums/addition.py", RIGHT),
    }
    for student, (name, source) in sources.items():
        shutil.copytree(exam / "starter", place / student)
        (place / student / "attempts" / "sums" / "add.py").unlink()
        path = place / student / name
        path.parent.mkdir(exist_ok=True)
        if source is not None:
            path.write_text(source)
    commit(place / "ada", "2029-12-31T23:00:00+00:00")
    commit(place / "grace", "2030-01-01T00:00:01+00:00")
    return place


def test_repositories_are_graded_with_the_final_inputs(kata: Run, exam: Path, clones: Path, tmp_path: Path) -> None:
    # A private file of the instructor's machine, which a link in a repository leads to.
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "add.py").write_text(RIGHT)
    shutil.copytree(exam / "starter", clones / "linked")
    shutil.rmtree(clones / "linked" / "attempts")
    (clones / "linked" / "attempts").mkdir()
    (clones / "linked" / "attempts" / "sums").symlink_to(tmp_path / "elsewhere")
    out = tmp_path / "marks.csv"
    done = kata("classroom", "collect", exam / "instructor", clones, "-o", out)
    assert done.exit_code == 0, done.output
    marks = table(out.read_text())
    points = {student: row["points"] for student, row in marks.items()}
    assert points == {
        "ada": "100",
        "grace": "40",
        "mallory": "0",
        "broken": "0",
        "empty": "0",
        "moved": "100",
        "renamed": "0",
        "linked": "0",
    }
    assert {row["max_points"] for row in marks.values()} == {"100"}
    assert (marks["ada"]["late"], marks["grace"]["late"]) == ("", "late")
    assert marks["ada"]["submitted"] == "2029-12-31T23:00:00+00:00"
    assert "its place is attempts/sums/add.py" in marks["moved"]["notes"]
    assert "attempts/sums/addition.py is for no kata of this assignment" in marks["renamed"]["notes"]
    assert "There is no attempt in it." in marks["empty"]["notes"]
    assert "lies behind `sums`, a link" in marks["linked"]["notes"]
    assert "Syntax error in line 1" in marks["broken"]["notes"]
    again = kata("classroom", "collect", exam / "instructor", clones)
    assert again.stdout == out.read_text()


def test_a_repositorys_own_settings_run_nothing(exam: Path, tmp_path: Path, kata: Run) -> None:
    clones = tmp_path / "clones"
    shutil.copytree(exam / "starter", clones / "eve")
    commit(clones / "eve", "2029-12-31T23:00:00+00:00")
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n")
    trap.chmod(0o755)
    for setting in (
        "core.fsmonitor",
        "core.pager",
        "gpg.program",
        "core.sshCommand",
        "core.editor",
        "log.showSignature",
    ):
        value = "true" if setting.startswith("log") else str(trap)
        subprocess.run(["git", "config", setting, value], cwd=clones / "eve", check=True)
    assert kata("classroom", "collect", exam / "instructor", clones).exit_code == 0
    assert not (tmp_path / "ran").exists()


def test_what_this_machine_cannot_grade_is_nobodys_fault(
    kata: Run, exam: Path, clones: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*arguments: object, **options: object) -> None:
        raise CannotGrade("The grading process ended without a verdict.")

    whole = Engine.grade

    def die_on_grace(engine: Engine, one: Kata, source: str, **options: Any) -> Verdict:
        return die() if source == PARTLY else whole(engine, one, source, **options)  # type: ignore[return-value]

    monkeypatch.setattr(Engine, "grade", die_on_grace)
    marks = table(kata("classroom", "collect", exam / "instructor", clones).stdout)
    assert (marks["grace"]["points"], marks["ada"]["points"]) == ("", "100")
    assert "could not be graded: The grading process ended" in marks["grace"]["notes"]
    monkeypatch.setattr(Engine, "grade", die)
    done = kata("classroom", "collect", exam / "instructor", clones)
    assert done.exit_code == 3
    assert done.stdout == ""


def test_an_absent_package_is_a_sentence(kata: Run, exam: Path, clones: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kata.cli.packages.missing", lambda one: ["torch"])
    done = kata("classroom", "collect", exam / "instructor", clones)
    assert done.exit_code == 3
    assert "needs torch, not installed" in done.stderr


# -- results --


def verdict(points: int, kata: str = "add") -> Verdict:
    tests = [
        Test("test_a", "One.", "passed" if points else "failed", points, 60),
        Test("test_b", "Two.", "failed", 0, 40),
    ]
    return Verdict(kata, "sums", "failed", points, 100, tests)


RUNNER = {
    "CLASSROOM": "ml101",
    "ASSIGNMENT": "exam",
    "OWNER": "cora",
    "SUBMISSION_TAG": "submit/x",
    "COMMIT_URL": "c",
    "RELEASE_URL": "r",
}


def from_results(exam: Path, folder: Path) -> list[CollectedRow]:
    return collect_results(folder, load_assignment(exam / "instructor"))


def test_results_of_every_platform_are_read(exam: Path, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    (folder / "ada").mkdir(parents=True)  # as an artifact is unpacked
    (folder / "ada" / "result.json").write_text(render("json", [verdict(60)]))
    (folder / "grace.json").write_text(render("gradescope", [verdict(60)]))
    (folder / "cora.json").write_text(render("classroom50", [verdict(60)], environment=RUNNER))
    (folder / "dora.txt").write_text(render("classroom", [verdict(60)]))
    (folder / "eve.json").write_text(render("json", [verdict(0)], student="ada"))
    rows = {row.place: row for row in from_results(exam, folder)}
    assert {place: row.points for place, row in rows.items()} == {
        "ada": {"add": 60},
        "grace": {"add": 60},
        "cora": {"add": 60},
        "dora": {"add": 60},
        "eve": {"add": 0},
    }
    # Whoever could change a workflow could claim to be somebody else.
    assert {place: row.notes for place, row in rows.items() if row.notes} == {"eve": ["It says that it is ada's."]}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no result that can be read"),
        ("[]", "holds no object"),
        ("{}", "no format that is known"),
        ("result=%%%", "no result that can be read"),
        ('{"verdicts": 3}', "no result that can be read"),
        ('{"verdicts": [{"kata": "add", "points": 1.5}]}', "no whole number"),
        ('{"verdicts": [{"kata": "add", "points": 101}]}', "not counted"),
        ('{"verdicts": [{"kata": "add", "points": -1}]}', "not counted"),
        ('{"verdicts": [{"kata": "sub", "points": 1}]}', "isn't in this assignment"),
    ],
)
def test_a_result_that_is_none_is_a_note(exam: Path, tmp_path: Path, text: str, says: str) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    (folder / "ada.json").write_text(text)
    (row,) = from_results(exam, folder)
    assert row.points == {}
    assert says in " ".join(row.notes)


def test_nothing_to_collect_is_a_sentence(kata: Run, exam: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(KataError, match="holds no results"):
        from_results(exam, tmp_path / "none")
    with pytest.raises(KataError, match="can't be read"):
        from_results(exam, tmp_path / "nowhere")
    done = kata("classroom", "collect", exam / "instructor", tmp_path / "none")
    assert done.exit_code == 2
    assert "holds no students' folders" in done.stderr


def test_grading_takes_the_secret(kata: Run, exam: Path, clones: Path) -> None:
    (exam / "instructor" / "secret.key").unlink()
    done = kata("classroom", "collect", exam / "instructor", clones)
    assert done.exit_code == 2
    assert "--secret" in done.stderr


def test_a_student_cannot_hand_in_a_result(kata: Run, exam: Path, clones: Path) -> None:
    shutil.rmtree(clones / "mallory")
    (clones / "mallory").mkdir()
    (clones / "mallory" / "result.json").write_text(render("json", [verdict(60)]))
    (clones / "ada.json").write_text(render("json", [verdict(0)]))
    marks = table(kata("classroom", "collect", exam / "instructor", clones).stdout)
    assert (marks["mallory"]["points"], marks["ada"]["points"]) == ("0", "100")
    assert "no attempt" in marks["mallory"]["notes"]


# -- the roster, and the gradebook --

GOOD = "student,name,email\nada,Ada L,ada@example.org\ngrace,Grace H,\n"


def marks(kata: Run, exam: Path, tmp_path: Path, roster: str) -> Any:
    folder = tmp_path / "results"
    folder.mkdir(exist_ok=True)
    (folder / "exam-ada.json").write_text(render("json", [verdict(60)]))
    (folder / "ada.json").write_text(render("json", [verdict(0)]))
    (folder / "oscar.json").write_text(render("json", [verdict(0)]))
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    return kata("classroom", "collect", exam / "instructor", folder, "--results", "--roster", tmp_path / "roster.csv")


def test_the_roster_says_who_is_who(kata: Run, exam: Path, tmp_path: Path) -> None:
    done = marks(kata, exam, tmp_path, "\ufeff" + GOOD)
    assert done.exit_code == 0, done.output
    found = table(done.stdout)
    assert list(found) == ["ada", "grace", "oscar"]
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert (rows[0]["name"], rows[0]["points"]) == ("Ada L", "0")
    assert (rows[2]["points"], rows[2]["notes"]) == ("60", "ada is ada's too, and counts. Not on the roster.")
    assert (found["grace"]["points"], found["grace"]["notes"]) == ("", "Nothing was handed in.")
    assert found["oscar"]["notes"] == "Not on the roster."


@pytest.mark.parametrize(
    ("roster", "says"),
    [
        ("", "there is no student in it"),
        ("student,name\n", "there is no student in it"),
        ("name,points\nAda,3\n", "the column `student`"),
        ("student,name\nada,Ada\nADA,Ada again\n", "line 3 has the student `ADA` a second time"),
        ("student,name\n,Ada\n", "line 2 has nothing"),
    ],
)
def test_a_wrong_roster_is_a_sentence(kata: Run, exam: Path, tmp_path: Path, roster: str, says: str) -> None:
    done = marks(kata, exam, tmp_path, roster)
    assert done.exit_code == 2
    assert says in done.stderr
    assert "roster.csv" in done.stderr


def test_no_cell_is_a_formula(exam: Path) -> None:
    rows = [CollectedRow('=HYPERLINK("x")', {"add": 1}, notes=["@x\x1b\n+1"])]
    text = gradebook(rows, load_assignment(exam / "instructor"))
    (row,) = table(text).values()
    assert row["student"] == '\'=HYPERLINK("x")'
    assert row["notes"] == "'@x\\x1b +1"


def test_a_result_has_the_students_name_when_it_is_given(kata: Run, exam: Path, tmp_path: Path) -> None:
    out = tmp_path / "r.json"
    bundle = exam / "instructor" / "grader.zip"
    done = kata(
        "classroom", "grade", exam / "starter", "--bundle", bundle, "--student", "ada", "--write", f"json={out}"
    )
    assert done.exit_code == 1, done.output
    data = json.loads(out.read_text())
    assert (data["student"], data["assignment"], data["mlkata"]) == ("ada", "exam", "0.1.0")


@pytest.mark.parametrize("output", ["xml=a", "json", "json="])
def test_a_wrong_output_is_a_sentence(kata: Run, exam: Path, output: str) -> None:
    done = kata(
        "classroom", "grade", exam / "starter", "--bundle", exam / "instructor" / "grader.zip", "--write", output
    )
    assert done.exit_code == 2
    assert "FORMAT=FILE" in done.stderr
