"""`kata.classroom.results`: whatever students hand in becomes a line of the gradebook."""

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kata.classroom.assignment import load_assignment
from kata.classroom.bundle import final_seed, read_secret
from kata.classroom.results import CollectedRow, collect_results, gradebook
from kata.errors import KataError
from kata.formats import render
from kata.grading.verdict import Test, Verdict
from tests.batch.support import commit
from tests.support.classroom import BROKEN, HOSTILE, PARTLY, RIGHT, new
from tests.support.cli import MakeKata, Run


@pytest.fixture
def exam(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> Path:
    make_kata("add")
    return new(kata, root, tmp_path / "exam", "--due", "2030-01-01T00:00+00:00")


def table(text: str) -> dict[str, dict[str, str]]:
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text))}


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
    shutil.copytree(exam / "starter", place / "untouched")
    commit(place / "ada", "2029-12-31T23:00:00+00:00")
    commit(place / "grace", "2030-01-01T00:00:01+00:00")
    return place


def collected(kata: Run, exam: Path, clones: Path, out: Path, *options: object) -> dict[str, dict[str, str]]:
    """The gradebook of `kata classroom collect`, by student."""
    done = kata("classroom", "collect", exam / "instructor", clones, "--out", out, "--jobs", 1, *options)
    assert done.exit_code == 0, done.output
    return table((out / "gradebook.csv").read_text())


@pytest.mark.slow
def test_repositories_are_graded_with_the_final_inputs(kata: Run, exam: Path, clones: Path, tmp_path: Path) -> None:
    # A private file of the instructor's machine, which a link in a repository leads to.
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "add.py").write_text(RIGHT)
    shutil.copytree(exam / "starter", clones / "linked")
    shutil.rmtree(clones / "linked" / "attempts")
    (clones / "linked" / "attempts").mkdir()
    (clones / "linked" / "attempts" / "sums").symlink_to(tmp_path / "elsewhere")
    marks = collected(kata, exam, clones, tmp_path / "out")
    assert {student: (row["points"], row["add_status"].split(",")[0]) for student, row in marks.items()} == {
        "ada": ("100", "passed"),
        "grace": ("40", "failed"),
        "mallory": ("0", "forbidden"),
        "broken": ("0", "broken"),
        "empty": ("0", "missing"),
        "untouched": ("0", "unedited"),
        "moved": ("100", "passed"),
        "renamed": ("100", "passed"),
        "linked": ("0", "missing"),
    }
    assert {row["max_points"] for row in marks.values()} == {"100"}
    assert (marks["ada"]["late"], marks["grace"]["late"]) == ("no", "yes")
    seed = final_seed(read_secret(exam / "instructor" / "secret.key"), "exam", "add")
    known = [json.loads(line) for line in (tmp_path / "out" / "results.jsonl").read_text().splitlines()]
    assert {line["verdict"]["seed"] for line in known if line["verdict"]} == {seed}
    problems = (tmp_path / "out" / "problems.csv").read_text()
    assert 'renamed,add,renamed/attempts/sums/addition.py,"This is not called add.py' in problems
    assert "linked" in problems


@pytest.mark.slow
def test_collect_and_grade_are_one_command(kata: Run, exam: Path, clones: Path, tmp_path: Path) -> None:
    """Whichever way the assignment is named, and with the private katas' own folder too."""
    collected(kata, exam, clones, tmp_path / "out")
    book = (tmp_path / "out" / "gradebook.csv").read_bytes()
    for number, place in enumerate([exam, exam / "instructor", exam / "instructor" / "classroom.toml"]):
        out = tmp_path / f"out-{number}"
        done = kata("grade", clones, "--assignment", place, "--out", out, "--jobs", 1)
        assert done.exit_code == 0, done.output
        assert (out / "gradebook.csv").read_bytes() == book


@pytest.mark.slow
def test_the_instructors_file_counts_as_it_is_now(kata: Run, exam: Path, clones: Path, tmp_path: Path) -> None:
    file = exam / "instructor" / "classroom.toml"
    text = file.read_text()
    assert collected(kata, exam, clones, tmp_path / "out")["grace"]["late"] == "yes"
    file.write_text(text.replace("2030-01-01", "2030-01-02").replace("points = 100", "points = 50"))
    marks = collected(kata, exam, clones, tmp_path / "out")
    assert (marks["grace"]["late"], marks["grace"]["points"]) == ("no", "20")
    file.write_text(text.replace("points = 100", "points = 100\ntests = { test_nothing = 3 }"))
    done = kata("classroom", "collect", exam / "instructor", clones, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "has no test `test_nothing`" in done.stderr


@pytest.mark.slow
def test_the_class_list_beside_the_assignment_is_used_once_it_is_filled_in(
    kata: Run, exam: Path, clones: Path, tmp_path: Path
) -> None:
    assert "absent" not in collected(kata, exam, clones, tmp_path / "out")
    (exam / "instructor" / "roster.csv").write_text("student,name\nada,Ada L\nabsent,Nobody\n")
    marks = collected(kata, exam, clones, tmp_path / "out")
    assert (marks["absent"]["add_status"], marks["ada"]["name"]) == ("missing", "Ada L")


def test_an_absent_package_is_a_sentence(kata: Run, exam: Path, clones: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kata.cli.commands.grade.missing", lambda one: ["torch"])
    done = kata("classroom", "collect", exam / "instructor", clones)
    assert done.exit_code == 3
    assert "need torch, not installed" in done.stderr


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


@pytest.mark.slow
def test_grading_takes_the_secret(kata: Run, exam: Path, clones: Path, tmp_path: Path) -> None:
    secret = (exam / "instructor" / "secret.key").rename(tmp_path / "my.key")
    done = kata("classroom", "collect", exam / "instructor", clones, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "--secret" in done.stderr
    assert collected(kata, exam, clones, tmp_path / "out", "--secret", secret)["ada"]["points"] == "100"
    done = kata("classroom", "collect", clones, clones)
    assert done.exit_code == 2
    assert "no instructor's folder" in done.stderr


@pytest.mark.slow
def test_a_student_cannot_hand_in_a_result(kata: Run, exam: Path, clones: Path, tmp_path: Path) -> None:
    shutil.rmtree(clones / "mallory")
    (clones / "mallory").mkdir()
    (clones / "mallory" / "result.json").write_text(render("json", [verdict(60)]))
    (clones / "ada.json").write_text(render("json", [verdict(0)]))
    marks = collected(kata, exam, clones, tmp_path / "out")
    assert (marks["mallory"]["points"], marks["ada"]["points"]) == ("0", "100")
    assert marks["mallory"]["add_status"] == "missing"


# -- the roster, and the gradebook --

GOOD = "student,name,email\nada,Ada L,ada@example.org\ngrace,Grace H,\n"


def marks(kata: Run, exam: Path, tmp_path: Path, roster: str) -> Any:
    folder = tmp_path / "results"
    folder.mkdir(exist_ok=True)
    (folder / "exam-ada.json").write_text(render("json", [verdict(60)]))
    (folder / "ada.json").write_text(render("json", [verdict(0)]))
    (folder / "oscar.json").write_text(render("json", [verdict(0)]))
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    return kata("classroom", "results", exam / "instructor", folder, "--roster", tmp_path / "roster.csv")


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
