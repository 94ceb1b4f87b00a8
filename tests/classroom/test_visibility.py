"""What students see of single tests: `visible`, `after_due` and `hidden`, on every surface."""

import json
from pathlib import Path

import pytest

from kata.classroom.assignment import load_assignment, read_assignment, write_assignment
from kata.classroom.feedback import FeedbackPolicy, redact, visibilities
from kata.formats import render
from kata.grading.verdict import Diagnosis, Verdict
from tests.support.classroom import PARTLY, new
from tests.support.classroom import test as one_test
from tests.support.cli import MakeKata, Run

POLICY = FeedbackPolicy(visibility={"add.test_zero": "hidden", "add.test_late": "after_due"})


def mixed() -> Verdict:
    tests = [
        one_test("test_sum", "failed", 50, title="Sums.", message="no sum"),
        one_test("test_zero", "failed", 30, title="A secret.", message="tells it", call="add(0, 0)"),
        one_test("test_late", "passed", 20, title="For later."),
    ]
    found = Verdict("add", "sums", "failed", 20, 100, tests, output="printed")
    found.diagnoses = [
        Diagnosis("one", "Of both.", ["test_sum", "test_zero"], 80, False, True),
        Diagnosis("two", "Of the hidden one.", ["test_zero"], 30, True, False),
    ]
    return found


def test_a_hidden_test_tells_its_points_and_nothing_else() -> None:
    verdict = mixed()
    shown = redact(verdict, POLICY)
    assert [test.title for test in shown.tests] == ["Sums.", "Hidden test 1", "Hidden test 2"]
    text = json.dumps(shown.to_dict())
    for secret in ("secret", "tells it", "add(0", "test_zero", "test_late", "For later", "printed", "Of the hidden"):
        assert secret not in text
    assert [test.points for test in shown.tests] == [0, 0, 20]
    assert [diagnosis.tests for diagnosis in shown.diagnoses] == [["test_sum"]]
    after = redact(verdict, POLICY, until_due=False)
    assert [test.title for test in after.tests] == ["Sums.", "Hidden test 1", "For later."]
    assert verdict.tests[1].title == "A secret."
    assert redact(verdict, FeedbackPolicy(tests="hidden")).tests[0].title == "Hidden test 1"


def test_gradescope_hides_tests_itself() -> None:
    verdict = redact(mixed(), POLICY, hide=False)
    result = json.loads(render("gradescope", [verdict], visibility=[visibilities(mixed(), POLICY)]))
    assert [(row["visibility"], "secret" in row["name"]) for row in result["tests"]] == [
        ("visible", False),
        ("hidden", True),
        ("after_due_date", False),
    ]
    assert {row["visibility"] for row in json.loads(render("gradescope", [verdict]))["tests"]} == {"visible"}


@pytest.fixture
def exam(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> Path:
    make_kata("add")
    made = new(kata, root, tmp_path / "exam", "--due", "2030-01-01")
    file = made / "instructor" / "classroom.toml"
    file.write_text(file.read_text() + 'visibility = { test_zero = "hidden", test_sum = "after_due" }\n')
    return made


def test_the_file_is_read_as_it_was_written_and_tells_students_no_tests(kata: Run, exam: Path) -> None:
    assignment = load_assignment(exam / "instructor")
    assert assignment.feedback.visibility == {"add.test_zero": "hidden", "add.test_sum": "after_due"}
    assert read_assignment(write_assignment(assignment), "x") == assignment
    assert kata("classroom", "update", exam / "instructor").exit_code == 0
    assert "visibility" not in (exam / "starter" / "classroom.toml").read_text()


def test_a_test_that_is_not_there_is_a_sentence(kata: Run, exam: Path) -> None:
    file = exam / "instructor" / "classroom.toml"
    file.write_text(file.read_text().replace("test_zero =", "test_nothing ="))
    done = kata("classroom", "update", exam / "instructor")
    assert done.exit_code == 2
    assert "add has no test `test_nothing`" in done.stderr


@pytest.mark.slow
def test_a_workflow_and_a_final_feedback_show_the_same(kata: Run, exam: Path, tmp_path: Path) -> None:
    assert kata("classroom", "update", exam / "instructor").exit_code == 0
    work = tmp_path / "class" / "ada"
    work.mkdir(parents=True)
    (work / "add.py").write_text(PARTLY)
    grader = exam / "instructor" / "grader.zip"
    outputs = {name: tmp_path / name for name in ("markdown", "json", "gradescope")}
    written = [f"--write={name}={place}" for name, place in outputs.items()]
    assert kata("classroom", "grade", work, "--bundle", grader, *written).exit_code == 1
    titles = [test["title"] for test in json.loads(outputs["json"].read_text())["verdicts"][0]["tests"]]
    assert titles == ["Hidden test 1", "Hidden test 2"]
    assert "Hidden test 1" in outputs["markdown"].read_text()
    assert [row["visibility"] for row in json.loads(outputs["gradescope"].read_text())["tests"]] == [
        "after_due_date",
        "hidden",
    ]
    done = kata("grade", tmp_path / "class", "--assignment", exam, "--out", tmp_path / "out", "--jobs", 1)
    assert done.exit_code == 0, done.output
    feedback = (tmp_path / "out" / "feedback" / "ada.md").read_text()
    assert feedback.count("Hidden test") == 2
    assert "is right" not in feedback
