"""`kata grade`: a whole class, however often it is stopped; what counts, what is kept and what comes out."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import pytest

from kata.batch.plan import Seeds, course_of, look, make_plan
from kata.batch.run import grade_planned, unlike
from kata.batch.store import Store
from kata.catalog import load_catalog
from kata.classroom.roster import Roster
from kata.grading.pool import GradingRequest, Pool
from kata.grading.verdict import Test, Verdict
from tests.batch.support import SOURCES, assert_each_graded_once, hand_in, points_of, rows
from tests.support.cli import MakeKata, Run


@pytest.fixture
def grade(kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata):
    """Grades `tmp_path/class` for the kata `add`: grade("--take", "best") gives the output as JSON."""
    make_kata("add")

    def run(*options: object, katas: str | None = "add", exit_code: int = 0):
        chosen = ["--katas", katas] if katas else []
        done = kata(
            "grade",
            tmp_path / "class",
            *chosen,
            "--out",
            tmp_path / "out",
            "--katas-from",
            root,
            "--jobs",
            1,
            "--json",
            *options,
        )
        assert done.exit_code == exit_code, done.output
        return json.loads(done.stdout) if done.stdout else done.stderr

    return run


def write(tmp_path: Path, student: str, source: str = "right", name: str = "add.py", day: int | None = None) -> None:
    place = tmp_path / "class" / student / name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(SOURCES[source][0].format(name="add") + f"# {student} {name}\n")
    if day is not None:
        at = time.mktime((2026, 11, day, 12, 0, 0, 0, 0, -1))
        os.utime(place, (at, at))


@pytest.mark.slow
def test_everybody_gets_what_the_answer_earns_and_a_second_run_grades_nothing(grade, tmp_path: Path) -> None:
    points = hand_in(tmp_path / "class", 12)
    first = grade()
    assert first["graded"] == first["students"] == 12
    assert points_of(tmp_path / "out") == points
    second = grade()
    assert (second["graded"], second["graded_again"], second["kept"]) == (0, 0, 12)
    assert second["seeds"] == first["seeds"]
    assert points_of(tmp_path / "out") == points
    assert_each_graded_once(tmp_path / "out")


@pytest.mark.slow
def test_the_same_content_is_graded_once_for_all(grade, tmp_path: Path) -> None:
    for student in ("ada", "bob", "eve"):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "add.py").write_text(SOURCES["right"][0].format(name="add"))
    assert grade()["graded"] == 1
    assert set(points_of(tmp_path / "out").values()) == {100}


@pytest.mark.slow
def test_a_change_regrades_what_it_touches_and_a_dry_run_says_what(
    grade, tmp_path: Path, root: Path, make_kata: MakeKata
) -> None:
    make_kata("plus")
    points = hand_in(tmp_path / "class", 3, ("add", "plus"))
    grade(katas="add,plus")
    write(tmp_path, "student000")
    plan = grade("--dry-run", katas="add,plus")
    assert [(one["kata"], one["to_grade"], one["why"]) for one in plan] == [
        ("add", 1, {"not graded yet": 1}),
        ("plus", 0, {}),
    ]
    grader = root / "graders" / "sums" / "test_plus.py"
    grader.write_text(grader.read_text().replace("(5, 0), 5", "(6, 0), 6"))
    plan = grade("--dry-run", katas="add,plus")
    assert plan[1]["why"] == {"changed: grader": 3}
    assert grade(katas="add,plus")["graded"] == 4
    points["student000", "add"] = 100
    assert points_of(tmp_path / "out", ("add", "plus")) == points
    assert grade("--dry-run", "--seed", 5, katas="add,plus")[0]["why"] == {"changed: seed": 3}


def test_a_dry_run_of_nothing_yet_writes_nothing(grade, tmp_path: Path) -> None:
    hand_in(tmp_path / "class", 2)
    assert grade("--dry-run")[0]["to_grade"] == 2
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_of_several_answers_the_stated_one_counts(grade, tmp_path: Path) -> None:
    write(tmp_path, "ada", "right", "add.py", day=10)
    write(tmp_path, "ada", "mistake", "add-1.py", day=20)
    grade()
    assert points_of(tmp_path / "out") == {("ada", "add"): 0}
    grade("--take", "best")
    assert points_of(tmp_path / "out") == {("ada", "add"): 100}
    grade("--before", "2026-11-15")
    assert points_of(tmp_path / "out") == {("ada", "add"): 100}
    grade("--before", "2026-11-05", exit_code=3)  # no answer counts
    (row,) = rows(tmp_path / "out" / "gradebook.csv")
    assert row["add_status"] == "missing"
    assert "after the date" in row["add_comment"]


@pytest.mark.slow
def test_an_assignment_gives_points_lateness_and_what_students_are_told(grade, tmp_path: Path) -> None:
    file = tmp_path / "classroom.toml"
    file.write_text(
        'format = 1\nname = "week-3"\nmlkata = "0.1.0"\ndue = 2026-11-15T00:00:00+00:00\n'
        '[feedback]\ndetail = "name"\ndiagnosis = false\n'
        '[[kata]]\nname = "add"\npoints = 10\ntests = { test_sum = 9 }\n'
    )
    write(tmp_path, "week-3-ada", "half", day=10)
    write(tmp_path, "week-3-bob", "right", day=20)
    write(tmp_path, "week-3-eve", "mistake", day=10)
    grade("--assignment", file, katas=None)
    found = {row["student"]: row for row in rows(tmp_path / "out" / "gradebook.csv")}
    assert {student: row["add"] for student, row in found.items()} == {"ada": "1", "bob": "10", "eve": "0"}
    assert {student: row["late"] for student, row in found.items()} == {"ada": "no", "bob": "yes", "eve": "no"}
    feedback = (tmp_path / "out" / "feedback" / "eve.md").read_text()
    assert "The sum is right" in feedback
    assert "product" not in feedback  # the diagnosis
    assert "expected" not in feedback
    grade("--assignment", file, "--before", "due", katas=None)
    assert {row["student"]: row["add"] for row in rows(tmp_path / "out" / "gradebook.csv")}["bob"] == "0"


@pytest.mark.slow
def test_an_instructors_marks_and_comments_survive_a_regrade(grade, tmp_path: Path) -> None:
    points = hand_in(tmp_path / "class", 3)
    marks = tmp_path / "marks.csv"
    marks.write_text(
        'student,kata,points,comment\nstudent000,add,77,"Well said, ""O""."\nstudent001,add,,See me.\nx,add,1,\n'
    )
    grade("--overrides", marks)
    grade("--seed", 99)
    found = {row["student"]: row for row in rows(tmp_path / "out" / "gradebook.csv")}
    assert found["student000"]["add"] == found["student000"]["points"] == "77"
    assert found["student000"]["add_comment"] == 'Well said, "O".'
    assert found["student000"]["add_status"].endswith("set by the instructor")
    assert found["student001"]["add"] == str(points["student001", "add"])
    assert found["student001"]["add_comment"] == "See me."
    assert "77 of 100" in (tmp_path / "out" / "feedback" / "student000.md").read_text()
    marks.write_text("student,kata,points,comment\nstudent000,add,,\n")
    grade("--overrides", marks)
    assert points_of(tmp_path / "out")["student000", "add"] == points["student000", "add"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ada,add,101,\n", "whole number from 0 to 100"),
        ("ada,add,-1,\n", "whole number from 0 to 100"),
        ("ada,nothing,1,\n", "isn't one of those"),
    ],
)
def test_a_wrong_line_of_overrides_is_refused(grade, tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path, "ada")
    (tmp_path / "marks.csv").write_text(f"student,kata,points,comment\n{text}")
    sentence = grade("--overrides", tmp_path / "marks.csv", exit_code=2)
    assert "line 2" in sentence
    assert says in sentence


@pytest.mark.slow
def test_the_class_list_has_a_row_for_everybody(grade, tmp_path: Path) -> None:
    write(tmp_path, "ada@uni.edu")
    write(tmp_path, "eve")
    (tmp_path / "roster.csv").write_text(
        "student,name,email,lms_id,lms\nada,Ada,ada@uni.edu,7,canvas\nbob,Bob,,8,moodle\n"
    )
    grade("--roster", tmp_path / "roster.csv")
    found = {row["student"]: row for row in rows(tmp_path / "out" / "gradebook.csv")}
    assert {student: row["add_status"] for student, row in found.items()} == {
        "ada": "passed",
        "bob": "missing",
        "eve": "passed",
    }
    assert [row["student"] for row in rows(tmp_path / "out" / "problems.csv")] == ["eve"]
    canvas = rows(tmp_path / "out" / "canvas.csv")
    assert [(row["Student"], row["ID"], row["add"]) for row in canvas] == [
        ("    Points Possible", "", "100"),
        ("Ada", "7", "100"),
        ("Bob", "", "0"),  # 8 is somebody else's number there
        ("eve", "", "100"),
    ]
    assert [row["Identifier"] for row in rows(tmp_path / "out" / "moodle.csv")] == [
        "",
        "Participant 8",
        "",
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("handed_in", "exit_code", "says"),
    [
        (("ada", "s2", "s3"), 0, "2 of 3 students who handed in aren't on the class list (s2, s3), and "),
        (("s1", "s2", "s3", "s4"), 3, "Nobody who handed in is on the class list (s1, s2, s3, ...), and "),
        (("ada", "bob", "s3"), 0, ""),
    ],
)
def test_a_class_list_that_names_everybody_otherwise_is_said(
    kata: Run,
    root: Path,
    tmp_path: Path,
    make_kata: MakeKata,
    handed_in: tuple[str, ...],
    exit_code: int,
    says: str,
) -> None:
    make_kata("add")
    (tmp_path / "roster.csv").write_text("student\nada\nbob\neve\n")
    for student in handed_in:
        write(tmp_path, student)
    where = ["--out", tmp_path / "out", "--roster", tmp_path / "roster.csv", "--jobs", 1, "--quiet"]
    done = kata("grade", tmp_path / "class", "--katas", "add", "--katas-from", root, *where)
    assert done.exit_code == exit_code
    assert says in done.stderr
    assert bool(says) == ("class list" in done.stderr)


@pytest.mark.slow
def test_every_format_says_the_same_points(grade, tmp_path: Path) -> None:
    points = hand_in(tmp_path / "class", 6)
    grade()
    out = tmp_path / "out"
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    assert {(line["student"], "add"): line["points"] for line in lines} == points
    assert {(row["student_id"], "add"): int(row["score"]) for row in rows(out / "nbgrader.csv")} == points
    for (student, _), earned in points.items():
        suite = ET.parse(out / "junit" / f"{student}.xml").getroot()[0]
        assert suite.find("properties/property[@name='points']").get("value") == str(earned)
        assert f"{earned} of 100 points" in (out / "feedback" / f"{student}.md").read_text()
        assert f"{earned} of 100 points" in (out / "feedback" / f"{student}.html").read_text()


@pytest.mark.slow
def test_a_formula_in_a_name_or_comment_is_text_to_a_spreadsheet(grade, tmp_path: Path) -> None:
    write(tmp_path, '=HYPERLINK("x")')
    grade()
    assert rows(tmp_path / "out" / "gradebook.csv")[0]["student"] == '\'=HYPERLINK("x")'


@pytest.mark.slow
def test_feedback_shows_what_an_answer_printed_as_text(grade, tmp_path: Path) -> None:
    place = tmp_path / "class" / "<b>mal"
    place.mkdir(parents=True)
    (place / "add.py").write_text(
        "def add(a, b):\n    print('```\\n<script>alert(1)</script>\\x1b[31m')\n    return 0\n"
    )
    grade()
    (page,) = (tmp_path / "out" / "feedback").glob("*.html")
    text = page.read_text()
    assert "<script>" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text
    assert "\x1b" not in text


# -- stopped, and wrong --


def command(tmp_path: Path, root: Path, out: str, katas: str) -> list[str]:
    return [
        *(sys.executable, "-m", "kata", "grade", str(tmp_path / "class"), "--katas", katas, "--katas-from", str(root)),
        *("--out", str(tmp_path / out), "--jobs", "2", "--seed", "3", "--quiet"),
    ]


KILLED = """
import os, runpy, signal, sys
from kata.batch.store import Store

moment = sys.argv.pop(1)
keep, kept = Store.keep, []

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def keep_and_die(store, *arguments):
    kept.append(arguments)
    if len(kept) == 4 and moment == "within":
        store.connection.set_trace_callback(lambda statement: statement.startswith("UPDATE runs") and die())
    keep(store, *arguments)
    if len(kept) == 4:
        die()

Store.keep = keep_and_die
runpy.run_module("kata", run_name="__main__", alter_sys=True)
"""


def results_kept(out: Path) -> int:
    with closing(sqlite3.connect(f"file:{out / 'results.db'}?mode=ro", uri=True)) as database:
        return int(database.execute("SELECT count(*) FROM results").fetchone()[0])


@pytest.mark.slow
def test_killed_again_and_again_it_ends_with_the_marks_of_an_undisturbed_run(
    tmp_path: Path, root: Path, make_kata: MakeKata
) -> None:
    """Each time it kills itself: once the fourth result is kept, or within the transaction that keeps it."""
    katas = ("add", "plus")
    for name in katas:
        make_kata(name)
    points = hand_in(tmp_path / "class", 25, katas)
    undisturbed = command(tmp_path, root, "undisturbed", ",".join(katas))
    subprocess.run(undisturbed, check=True)
    again = command(tmp_path, root, "killed", ",".join(katas))
    # What a killed process can't clean up goes with this folder.
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    for moment, kept in [("after", 4), ("within", 7), ("after", 11)]:
        killed = subprocess.run(
            [sys.executable, "-c", KILLED, moment, *again[3:]], env=environment, start_new_session=True, check=False
        )
        assert killed.returncode == -signal.SIGKILL
        assert results_kept(tmp_path / "killed") == kept
    subprocess.run(again, check=True)
    assert points_of(tmp_path / "killed", katas) == points
    for name in ("gradebook.csv", "canvas.csv", "similar.csv", "problems.csv"):
        assert (tmp_path / "killed" / name).read_text() == (tmp_path / "undisturbed" / name).read_text()
    assert_each_graded_once(tmp_path / "killed")


@pytest.mark.slow
def test_two_runs_over_the_same_results_are_one_too_many(grade, tmp_path: Path) -> None:
    write(tmp_path, "ada")
    grade()
    with Store(tmp_path / "out" / "results.db"):
        other = subprocess.run(
            [
                *(sys.executable, "-m", "kata", "grade", str(tmp_path / "class"), "--katas", "softmax"),
                "--out",
                str(tmp_path / "out"),
            ],
            capture_output=True,
            text=True,
        )
    assert other.returncode == 3
    assert "in use by another `kata grade`" in other.stderr


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["newer", "other", "broken", "no database"])
def test_a_database_that_is_not_ours_is_kept_aside_and_said(grade, tmp_path: Path, kind: str) -> None:
    write(tmp_path, "ada")
    grade()
    path = tmp_path / "out" / "results.db"
    if kind == "no database":
        path.write_text("hello" * 1000)
    elif kind == "broken":
        data = bytearray(path.read_bytes())
        data[4096 : 4096 * 3] = os.urandom(8192)
        path.write_bytes(data)
    else:
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99" if kind == "newer" else "PRAGMA application_id = 5")
        connection.close()
    before = path.read_bytes()
    assert grade()["graded"] == 1
    assert points_of(tmp_path / "out") == {("ada", "add"): 100}
    (aside,) = (tmp_path / "out").glob("results.db.aside-*")
    assert aside.read_bytes() == before
    (problem,) = rows(tmp_path / "out" / "problems.csv")
    assert aside.name in problem["says"]


@pytest.fixture
def planned(tmp_path: Path, root: Path, make_kata: MakeKata):
    """A store with a planned run of eight students, and its course."""
    make_kata("add")
    points = hand_in(tmp_path / "class", 8)
    course = course_of((load_catalog([root]).get("add"),))
    with Store(tmp_path / "results.db") as store:
        look(store, course, tmp_path / "class", Roster())
        make_plan(store, course, Seeds(1))
        yield store, course, points


@pytest.mark.slow
def test_a_full_disk_is_waited_for_and_loses_nothing(planned) -> None:
    store, course, points = planned
    pages = store.rows("PRAGMA page_count")[0][0]
    store.connection.execute(f"PRAGMA max_page_count = {pages + 1}")  # SQLite itself then says that it is full
    said = []

    def make_room(event) -> None:
        if event.says:
            said.append(event.says)
            store.connection.execute("PRAGMA max_page_count = 100000")

    with Pool(1) as pool:
        event = grade_planned(store, course, pool, seeds=Seeds(1), run=store.begin_run({}), on_event=make_room)
    assert len(said) == 1
    assert "The disk is full" in said[0]
    assert event.graded == len(points)
    assert store.rows("SELECT count(*) FROM results")[0][0] == len(points)
    assert store.rows("SELECT says FROM problems")[-1][0].startswith("The disk was full")


def test_of_a_result_that_is_delivered_twice_the_first_stands() -> None:
    def verdict(status: str, points: int) -> Verdict:
        return Verdict("add", "sums", status, points, 100, [])

    with Store(None) as store:
        run, basis = store.begin_run({}), store.basis("add", {})
        store.keep(run, "key", "hash", basis, verdict("failed", 40))
        store.keep(run, "key", "hash", basis, verdict("passed", 100))
        assert store.rows("SELECT points, times FROM results") == [(40, 2)]
        # A grader that was at fault has judged nothing: what comes later takes its place.
        store.keep(run, "other", "hash", basis, verdict("grader_error", 0))
        store.keep(run, "other", "hash", basis, verdict("passed", 100))
        assert store.verdict("other").points == 100


class Wavering:
    """The real pool, in which one answer passes the second time."""

    jobs = 1

    def __init__(self, pool: Pool, right: str) -> None:
        self.pool = pool
        self.right = right
        self.seen: dict[str, int] = {}

    def grade(self, submissions):
        def changed():
            for one in submissions:
                self.seen[one.source] = self.seen.get(one.source, 0) + 1
                again = "student000" in one.source and self.seen[one.source] == 2
                yield GradingRequest(one.key, one.kata, self.right, one.seed) if again else one

        return self.pool.grade(changed())


@pytest.mark.slow
def test_a_failed_answer_is_graded_again_and_a_difference_is_told_not_averaged(
    grade, tmp_path: Path, root: Path
) -> None:
    for student in ("student000", "student001"):
        write(tmp_path, student, "mistake")
    course = course_of((load_catalog([root]).get("add"),))
    (tmp_path / "out").mkdir()
    with Store(tmp_path / "out" / "results.db") as store:
        look(store, course, tmp_path / "class", Roster())
        store.set_fact("seed", "1")
        make_plan(store, course, Seeds(1))
        with Pool(1) as pool:
            wavering = Wavering(pool, SOURCES["right"][0].format(name="add"))
            event = grade_planned(store, course, wavering, seeds=Seeds(1), run=store.begin_run({}))
    assert event.repeated == 2
    told = grade()
    assert (told["graded"], told["graded_again"], told["different_the_second_time"]) == (0, 0, 1)
    assert points_of(tmp_path / "out") == {("student000", "add"): 0, ("student001", "add"): 0}
    assert "test_sum (failed, then passed)" in (tmp_path / "out" / "report.html").read_text()


def test_what_ran_out_of_time_is_never_graded_a_second_time(grade, tmp_path: Path) -> None:
    folder = tmp_path / "class" / "sleeper"
    folder.mkdir(parents=True)
    (folder / "add.py").write_text("import time\ndef add(a, b):\n    time.sleep(99)\n")
    write(tmp_path, "student001", "mistake")
    told = grade()
    assert (told["graded"], told["graded_again"]) == (2, 1)
    assert grade()["graded_again"] == 0


def test_verdicts_that_differ_are_told_apart() -> None:
    def verdict(status: str, *tests: str) -> Verdict:
        return Verdict("add", "sums", status, 0, 100, [Test(f"t{n}", "", one, 0, 50) for n, one in enumerate(tests)])

    assert unlike(verdict("failed", "failed", "passed"), verdict("failed", "failed", "passed")) == ""
    assert "t0 (timeout, then passed)" in unlike(verdict("failed", "timeout"), verdict("passed", "passed"))
    assert "broken" in unlike(verdict("broken"), verdict("failed"))


@pytest.mark.slow
def test_what_has_no_verdict_is_a_row_and_is_tried_again(grade, tmp_path: Path, root: Path) -> None:
    write(tmp_path, "ada")
    write(tmp_path, "bob", "mistake")
    grader = root / "graders" / "sums" / "test_add.py"
    sound = grader.read_text()
    grader.write_text("raise RuntimeError('gone')\n")
    told = grade(exit_code=3)
    assert told["without_verdict"] == 2
    assert {row["add"] for row in rows(tmp_path / "out" / "gradebook.csv")} == {""}
    assert len(rows(tmp_path / "out" / "problems.csv")) == 2
    grader.write_text(sound)
    grade()
    assert points_of(tmp_path / "out") == {("ada", "add"): 100, ("bob", "add"): 0}
    assert rows(tmp_path / "out" / "problems.csv") == []


def test_wrong_usage_is_a_sentence(kata: Run, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    for options, says in [
        ((), "Say which katas"),
        (("--katas", "softmax", "--before", "soon"), "no date"),
        (("--katas", "softmax", "--before", "due"), "no assignment"),
        (("--katas", "sofmax"), "Did you mean softmax"),
    ]:
        done = kata("grade", tmp_path / "class", "--out", tmp_path / "out", *options)
        assert done.exit_code == 2
        assert says in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_empty_class_gives_empty_books(kata: Run, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    done = kata("grade", tmp_path / "class", "--katas", "softmax", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert "0 students" in done.stdout
    assert rows(tmp_path / "out" / "gradebook.csv") == []
    assert "<h1>" in (tmp_path / "out" / "report.html").read_text()


def test_what_is_not_installed_is_named_in_one_line(kata: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kata.cli.commands.grade.installed", lambda module: module == "matplotlib")
    (tmp_path / "class").mkdir()
    done = kata("grade", tmp_path / "class", "--katas", "softmax", "--out", tmp_path / "out")
    assert done.exit_code == 3
    assert done.stderr.startswith("`kata grade` needs markdown-it-py and pyyaml, not installed: ")
    assert "pip install markdown-it-py pyyaml" in done.stderr
