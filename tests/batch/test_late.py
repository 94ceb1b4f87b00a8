"""Late work, extensions, groups and inputs of one's own: the same in every output."""

import html
import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kata.classroom.assignment import AssignmentError, read_assignment, write_assignment
from kata.classroom.late import Deadlines, LatePolicy, duration, less, load_extensions, written
from kata.errors import KataError
from tests.batch.support import SOURCES, commit, rows
from tests.support.cli import MakeKata, Run

DUE = datetime(2026, 12, 1, 12).astimezone()
HOUR = timedelta(hours=1)
RIGHT = SOURCES["right"][0].format(name="add")
HALF = SOURCES["half"][0].format(name="add")
FILE = (
    'format = 1\nname = "week-1"\nmlkata = "0.1.0"\ndue = 2026-12-01T12:00:00+00:00\n'
    'late = { grace = "15m", per_day = 10, most_days = 3 }\n[[kata]]\nname = "add"\n'
)


# -- the policy --


@pytest.mark.parametrize(
    ("after", "days", "percent"),
    [
        (-HOUR, 0, 0),
        (timedelta(), 0, 0),
        (timedelta(minutes=15), 0, 0),
        (timedelta(minutes=15, seconds=1), 1, 10),
        (24 * HOUR, 1, 10),
        (24 * HOUR + timedelta(seconds=1), 2, 20),
        (72 * HOUR, 3, 30),
        (72 * HOUR + timedelta(seconds=1), 4, 100),
    ],
)
def test_each_begun_day_costs_and_after_the_last_nothing_is_left(after: timedelta, days: int, percent: int) -> None:
    deadlines = Deadlines(DUE, LatePolicy(timedelta(minutes=15), 10, 3), {"eve": timedelta(days=2)})
    assert deadlines.days_late("ada", DUE + after) == days
    assert deadlines.off(days) == percent
    # Whoever has two days more is late two days later.
    assert deadlines.days_late("EVE ", DUE + timedelta(days=2) + after) == days
    assert deadlines.days_late("ada", None) == 0
    assert Deadlines().days_late("ada", DUE) == 0


def test_no_policy_costs_nothing() -> None:
    deadlines = Deadlines(DUE)
    assert deadlines.days_late("ada", DUE + 100 * HOUR) == 5
    assert deadlines.off(5) == 0
    assert LatePolicy().says() == ""


def test_points_stay_whole() -> None:
    assert [less(points, 10) for points in (0, 1, 5, 15, 100)] == [0, 1, 5, 14, 90]
    assert less(100, 100) == 0


@pytest.mark.parametrize("text", ["0m", "15m", "90m", "2h", "1d"])
def test_a_time_is_read_as_it_is_written(text: str) -> None:
    assert duration(written(duration(text))) == duration(text)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('late = { grace = "soon" }', "15m"),
        ("late = { per_day = 101 }", "from 0 to 100"),
        ("late = { most_days = -1 }", "whole number of days"),
        ("late = { per_week = 1 }", "per_week"),
        ('variant = "own"', '"same" or "seed"'),
    ],
)
def test_a_wrong_policy_is_a_sentence(line: str, says: str) -> None:
    with pytest.raises(AssignmentError, match=says):
        read_assignment(FILE.replace("late = {", "# late = {").replace("[[kata]]", f"{line}\n[[kata]]", 1), "x")


def test_a_policy_is_read_as_it_was_written() -> None:
    assignment = read_assignment(FILE.replace("[[kata]]", 'variant = "seed"\n[[kata]]', 1), "x")
    assert read_assignment(write_assignment(assignment), "x") == assignment
    assert assignment.late.says() == (
        "Each begun day late costs 10 % of the points; what comes more than 3 days late earns nothing; 15 minutes are "
        "let pass."
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("student\nada\n", "the columns `student` and `days`"),
        ("student,days\nada,two\n", "line 2"),
        ("student,days\nada,0\n", "above 0"),
        ("student,days\n,2\n", "must name a student"),
        ("student,days\nada,1\nADA,2\n", "line 3 has the student `ADA` a second time"),
    ],
)
def test_a_wrong_list_of_extensions_is_a_sentence(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "extensions.csv").write_text(text)
    with pytest.raises(KataError, match=says):
        load_extensions(tmp_path / "extensions.csv")


# -- the marks --


@pytest.fixture
def grade(kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata):
    """Grades `tmp_path/class` by the policy; gives the gradebook by student."""
    make_kata("add")
    (tmp_path / "classroom.toml").write_text(FILE)

    def run(*options: object) -> dict[str, dict[str, str]]:
        where = ["--assignment", tmp_path / "classroom.toml", "--out", tmp_path / "out", "--katas-from", root]
        done = kata("grade", tmp_path / "class", *where, "--jobs", 1, *options)
        assert done.exit_code == 0, done.output
        run.said = done.stderr  # type: ignore[attr-defined]
        return {row["student"]: row for row in rows(tmp_path / "out" / "gradebook.csv")}

    return run


def hand_in(tmp_path: Path, student: str, after: timedelta, source: str = RIGHT) -> None:
    folder = tmp_path / "class" / student
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "add.py").write_text(f"{source}# {after}\n")
    commit(folder, (datetime.fromisoformat("2026-12-01T12:00:00+00:00") + after).isoformat())


@pytest.mark.slow
def test_the_penalty_is_the_same_in_every_output(grade, tmp_path: Path) -> None:
    for student, after in (("ada", -HOUR), ("bob", timedelta(minutes=10)), ("eve", 30 * HOUR), ("zoe", 100 * HOUR)):
        hand_in(tmp_path, student, after)
    hand_in(tmp_path, "joe", HOUR, HALF)
    out = tmp_path / "out"
    found = grade()
    assert {student: (row["points"], row["late"], row["penalty"]) for student, row in found.items()} == {
        "ada": ("100", "no", "0"),
        "bob": ("100", "no", "0"),
        "eve": ("80", "yes", "20"),
        "joe": ("36", "yes", "4"),
        "zoe": ("0", "yes", "100"),
    }
    points = {student: row["points"] for student, row in found.items()}
    theirs = {row["student_id"]: row for row in rows(out / "nbgrader.csv")}
    assert {student: row["score"] for student, row in theirs.items()} == points
    assert (theirs["eve"]["raw_score"], theirs["eve"]["late_submission_penalty"]) == ("100", "20.0")
    assert {row["Student"]: row["week-1"] for row in rows(out / "canvas.csv")[1:]} == points
    assert {row["Username"]: row["week-1 Points Grade"] for row in rows(out / "brightspace.csv")} == {
        f"#{student}": earned for student, earned in points.items()
    }
    known = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    assert {line["student"]: str(line["points"]) for line in known} == points
    assert {line["student"]: line["days_late"] for line in known} == {"ada": 0, "bob": 0, "eve": 2, "joe": 1, "zoe": 5}
    feedback = (out / "feedback" / "eve.md").read_text()
    assert "add: handed in 2 days late, which takes 20 % off: of 100 points, 80 count." in feedback
    assert "80 of 100 points" in feedback


@pytest.mark.slow
def test_an_extension_moves_a_students_due_date(grade, tmp_path: Path) -> None:
    for student in ("ada", "eve"):
        hand_in(tmp_path, student, -HOUR, HALF)
        hand_in(tmp_path, student, 30 * HOUR)
    (tmp_path / "extensions.csv").write_text("student;days\neve;1,5\nnobody;3\n")
    options = ("--extensions", tmp_path / "extensions.csv")
    found = grade(*options)
    assert {student: (row["points"], row["late"]) for student, row in found.items()} == {
        "ada": ("80", "yes"),
        "eve": ("100", "no"),
    }
    assert "an extension for `nobody`, who isn't in the class" in grade.said
    # Up to the due date each has what they had by their own.
    found = grade(*options, "--before", "due")
    assert {student: (row["points"], row["late"]) for student, row in found.items()} == {
        "ada": ("40", "no"),
        "eve": ("100", "no"),
    }
    # The best of several is the best after its penalty.
    hand_in(tmp_path, "ada", 90 * HOUR)
    found = grade("--take", "best", "--before", "2027-01-01")
    assert found["ada"]["points"] == "0"


@pytest.mark.slow
def test_an_override_stands_whenever_it_was_handed_in(grade, tmp_path: Path) -> None:
    hand_in(tmp_path, "eve", 30 * HOUR)
    (tmp_path / "marks.csv").write_text("student,kata,points,comment\neve,add,95,\n")
    found = grade("--overrides", tmp_path / "marks.csv")
    assert (found["eve"]["points"], found["eve"]["penalty"]) == ("95", "0")


@pytest.mark.slow
def test_a_group_has_one_answer_and_each_member_a_mark(grade, tmp_path: Path) -> None:
    hand_in(tmp_path, "week-1-red", -HOUR)  # under the group's name
    hand_in(tmp_path, "bob", -2 * HOUR, HALF)
    hand_in(tmp_path, "eve", -HOUR)  # a member hands in for all; the last one counts
    hand_in(tmp_path, "zoe", -HOUR, HALF)
    (tmp_path / "groups.csv").write_text("group,student\nred,ada\nred,joe\nblue,bob\nblue,eve\n")
    found = grade("--groups", tmp_path / "groups.csv")
    assert {student: row["points"] for student, row in found.items()} == {
        "ada": "100",
        "joe": "100",
        "bob": "100",
        "eve": "100",
        "zoe": "40",
    }
    # One member's extension is not the other's.
    hand_in(tmp_path, "week-1-red", 20 * HOUR)
    (tmp_path / "extensions.csv").write_text("student,days\nada,1\n")
    found = grade("--groups", tmp_path / "groups.csv", "--extensions", tmp_path / "extensions.csv")
    assert (found["ada"]["points"], found["joe"]["points"]) == ("100", "90")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("group\nred\n", "the columns `group` and `student`"),
        ("group,student\nred,\n", "must name a group and a student"),
        ("group,student\nred,ada\nblue,ADA\n", "is in red already"),
    ],
)
def test_a_wrong_list_of_groups_is_a_sentence(kata: Run, grade, tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "groups.csv").write_text(text)
    (tmp_path / "class").mkdir()
    done = kata("grade", tmp_path / "class", "--katas", "softmax", "--groups", tmp_path / "groups.csv")
    assert done.exit_code == 2
    assert says in done.stderr


@pytest.mark.slow
def test_a_variant_draws_each_students_inputs_and_says_so(grade, kata: Run, root: Path, tmp_path: Path) -> None:
    for student in ("ada", "bob"):
        hand_in(tmp_path, student, -HOUR)  # the same file
    file = tmp_path / "classroom.toml"
    file.write_text(FILE.replace("[[kata]]", 'variant = "seed"\n[[kata]]', 1))
    out = tmp_path / "out"
    grade("--seed", "7")
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    seeds = {line["student"]: line["verdict"]["seed"] for line in lines}
    assert len(set(seeds.values())) == 2
    assert "7, and each student's own" in html.unescape((out / "report.html").read_text())
    # The next run knows both, and another student's seed is never another's.
    where = ["--assignment", file, "--out", out, "--katas-from", root, "--jobs", 1]
    again = json.loads(kata("grade", tmp_path / "class", *where, "--json").stdout)
    assert (again["graded"], again["kept"]) == (0, 2)
    lines = [json.loads(line) for line in (out / "results.jsonl").read_text().splitlines()]
    assert {line["student"]: line["verdict"]["seed"] for line in lines} == seeds
