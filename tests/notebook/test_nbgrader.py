"""The whole of nbgrader's flow, with the real nbgrader, on a course of two katas and six students."""

import contextlib
import csv
import html
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nbgrader")

import nbformat
from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp, ExportApp, GenerateAssignmentApp, GenerateFeedbackApp
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import determine_grade
from nbgrader.validator import Validator

from kata.catalog import Catalog
from kata.grading.engine import Engine
from kata.notebook.autograde import Autograder, find_programs
from tests.notebook.support import (
    ASSIGNMENT,
    KATAS,
    fill_class,
    hand_in,
    looping,
    mistaken,
    released,
    text_of,
    with_answer,
)
from tests.support.cli import Run

# A student who copies cells copies their ids, and nbformat says so.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:Non-unique cell id")]

find_programs()

Marks = dict[tuple[str, str], float]


def nbgrader(course: Path, app: type, *arguments: str) -> None:
    """Run one of nbgrader's commands in a course, with its settings, as its console script does."""
    with contextlib.chdir(course):
        command = app(log_level=40)
        command.initialize(list(arguments))
        command.start()


def marks(course: Path) -> Marks:
    """What the gradebook says, by student and notebook."""
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        return {
            (submission.student.id, notebook.name): notebook.score
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
            for notebook in submission.notebooks
        }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Path:
    """A course whose assignment is released and handed in, and not graded."""
    from click.testing import CliRunner

    from kata.cli.app import cli

    course = tmp_path_factory.mktemp("nbgrader") / "course"
    folder = course / "source" / ASSIGNMENT
    done = CliRunner().invoke(cli, ["notebook", "export", "--katas", ",".join(KATAS), "--to", str(folder)])
    assert done.exit_code == 0, done.output
    nbgrader(course, GenerateAssignmentApp, ASSIGNMENT)
    fill_class(course, catalog)
    return course


@pytest.fixture(scope="module")
def graded(fresh: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as `nbgrader autograde` and `generate_feedback` leave it."""
    course = tmp_path_factory.mktemp("stock") / "course"
    shutil.copytree(fresh, course)
    nbgrader(course, AutogradeApp, ASSIGNMENT)
    nbgrader(course, GenerateFeedbackApp, ASSIGNMENT)
    return course


@pytest.fixture
def course(fresh: Path, tmp_path: Path) -> Path:
    """A course of a test's own, with nobody's submission in it."""
    shutil.copytree(fresh, tmp_path / "course", ignore=shutil.ignore_patterns("submitted"))
    return tmp_path / "course"


def test_nbgrader_gives_everybody_what_kata_check_gives(graded: Path, catalog: Catalog, engine: Engine) -> None:
    found = marks(graded)
    for name in KATAS:
        kata = catalog.get(name)
        assert found["ada", name] == found["dan", name] == 100
        assert found["cyd", name] == found["mal", name] == 0
        assert 0 < found["bob", name] < 100
        assert found["bob", name] == engine.grade(kata, mistaken(kata), seed=1).points
        assert found["eve", name] == engine.grade(kata, looping(kata), seed=1).points
    assert found["eve", "causal_mask"] == 95  # the loop costs the one test that meets it


def test_our_autograde_writes_what_nbgrader_writes(graded: Path, fresh: Path, tmp_path: Path, kata: Run) -> None:
    ours = tmp_path / "course"
    shutil.copytree(fresh, ours)
    done = kata("notebook", "autograde", ours, ASSIGNMENT, "--jobs", 2)
    assert done.exit_code == 0, done.output
    assert marks(ours) == marks(graded)
    for path in sorted(graded.glob("autograded/*/*/*")):
        other = ours / path.relative_to(graded)
        assert other.stat().st_mode == path.stat().st_mode
        if path.suffix == ".ipynb":
            assert json.loads(other.read_text()) == json.loads(path.read_text())
        else:
            assert other.read_text() == path.read_text()
    assert "Nothing new to grade" in kata("notebook", "autograde", ours, ASSIGNMENT).output
    nbgrader(ours, GenerateFeedbackApp, ASSIGNMENT)
    nbgrader(ours, ExportApp, f"--CsvExportPlugin.to={ours / 'grades.csv'}", f"--to={ours / 'grades.csv'}")
    rows = {row["student_id"]: float(row["score"]) for row in csv.DictReader((ours / "grades.csv").open())}
    assert rows["ada"] == 200
    assert rows["mal"] == 0


def test_every_mark_that_a_cell_shows_is_a_float_within_its_points(graded: Path) -> None:
    for path in graded.glob("autograded/*/*/*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        MetadataValidator().validate_nb(notebook)
        cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("points")]
        assert len(text_of(path)) == len(cells)
        for cell, text in zip(cells, text_of(path), strict=True):
            assert repr(float(text)) == text
            score, most = determine_grade(cell)
            assert score == float(text) <= most
            assert all(output.output_type != "stream" for output in cell.outputs)


def test_feedback_says_what_failed_and_shows_no_hidden_value(graded: Path, catalog: Catalog, engine: Engine) -> None:
    page = (graded / "feedback" / "bob" / ASSIGNMENT / "causal_mask.html").read_text()
    kata = catalog.get("causal_mask")
    failed = [test for test in engine.grade(kata, mistaken(kata), seed=1).tests if test.status != "passed"]
    assert failed
    for test in failed:
        assert html.escape(test.title, quote=False) in page
        assert html.escape(test.message, quote=False) in page
    for name in KATAS:
        grader = catalog.get(name).grader_path.read_text()
        secrets = [line.strip() for line in grader.splitlines() if "assert_" in line or "rng." in line]
        reference = [line.strip() for line in catalog.get(name).reference_path.read_text().splitlines()]
        release = (graded / "release" / ASSIGNMENT / f"{name}.ipynb").read_text()
        feedback = (graded / "feedback" / "cyd" / ASSIGNMENT / f"{name}.html").read_text()
        for text in (release, feedback):
            assert not [line for line in secrets if line in text]
            assert not [line for line in reference if line.startswith("return ") and line in text]
            assert "BEGIN SOLUTION" not in text
            assert "HIDDEN TESTS" not in text


def test_the_policy_decides_what_feedback_tells(course: Path, catalog: Catalog) -> None:
    kata = catalog.get("causal_mask")
    wrong = kata.reference_path.read_text().replace("keys <= queries", "keys < queries")
    hand_in(course, "bob", {kata.name: with_answer(released(course, kata.name), kata, wrong)})
    config = course / "nbgrader_config.py"
    shown = {}
    for detail in ("full", "message", "name", "none"):
        text = config.read_text()
        start = text.index('c.GradeCells.feedback = "')
        end = text.index("\n", start)
        config.write_text(f'{text[:start]}c.GradeCells.feedback = "{detail}"{text[end:]}')
        with Autograder(course, ASSIGNMENT, jobs=1, force=True) as grader:
            list(grader.grade(["bob"]))
        shown[detail] = (course / "autograded" / "bob" / ASSIGNMENT / "causal_mask.ipynb").read_text()
    assert "<p>call:</p>" in shown["full"]
    assert "expected" in shown["full"]
    title = "position i sees the positions 0 to i"
    for detail in ("message", "name", "none"):
        assert "<p>call:</p>" not in shown[detail]
        assert "expected" not in shown[detail]
    assert "Wrong values in " in shown["message"]
    assert "Wrong values" not in shown["name"]
    assert title in shown["name"]
    assert title not in shown["none"]


@pytest.fixture
def validated(course: Path) -> Callable[[Any], dict[str, Any]]:
    """Runs nbgrader's validator, kernel and all, on a notebook."""

    def validate(notebook: Any) -> dict[str, Any]:
        path = course / "notebook.ipynb"
        nbformat.write(notebook, path)
        found: dict[str, Any] = Validator().validate(str(path))
        return found

    return validate


def test_validate_fails_on_the_release_and_passes_on_a_noisy_right_answer(
    course: Path, catalog: Catalog, validated: Callable[[Any], dict[str, Any]]
) -> None:
    kata = catalog.get("causal_mask")
    release = released(course, "causal_mask")
    failed = validated(release)["failed"]
    assert "examples of causal_mask don't hold" in failed[0]["raw_error"]
    assert len(failed) == len([cell for cell in release.cells if cell.metadata.nbgrader.grade])
    noise = "    print('noise')\n    import warnings; warnings.warn('noise')\n"
    head = "def additive_mask(mask, dtype=np.float32):\n"
    loud = kata.reference_path.read_text().replace(head, head + noise)
    # In the kernel, without our settings, an honest answer gets its points too.
    assert validated(with_answer(release, kata, loud, before=["1 / 0"])) == {}


SPOILT: dict[str, Callable[[Any], None]] = {
    "metadata of another shape": lambda nb: [cell.metadata.update(nbgrader=7) for cell in nb.cells] and None,
    "an old schema": lambda nb: [cell.metadata.nbgrader.update(schema_version=0) for cell in nb.cells] and None,
    "points raised": lambda nb: [cell.metadata.nbgrader.update(points=1e9) for cell in nb.cells] and None,
    "grade cells deleted": lambda nb: nb.update(cells=[c for c in nb.cells if not c.metadata.nbgrader.grade]),
    "every cell twice": lambda nb: nb.update(cells=nb.cells + nb.cells),
    "a grade cell of one's own": lambda nb: nb.cells.append(
        nbformat.v4.new_code_cell(
            "1e9",
            metadata={
                "nbgrader": {"schema_version": 3, "grade": True, "solution": False, "locked": False, "points": 5}
            },
        )
    ),
    "grade cells rewritten": lambda nb: (
        [c.update(source="20.0") for c in nb.cells if c.metadata.nbgrader.grade] and None
    ),
    "outputs and cell types forged": lambda nb: (
        [c.update(cell_type="markdown", outputs=[]) for c in nb.cells if c.metadata.nbgrader.grade] and None
    ),
}


def test_a_spoilt_notebook_changes_nobodys_marks(course: Path, catalog: Catalog) -> None:
    kata = catalog.get("causal_mask")
    blank = released(course, kata.name)
    wanted = {"honest": 100.0}
    hand_in(course, "honest", {kata.name: with_answer(blank, kata, kata.reference_path.read_text())})
    for number, spoil in enumerate(SPOILT.values()):
        for points, source in ((0.0, "def causal_mask(*_): return 1"), (100.0, kata.reference_path.read_text())):
            notebook = with_answer(blank, kata, source)
            spoil(notebook)
            student = f"spoilt-{number}-{points:g}"
            hand_in(course, student, {kata.name: json.dumps(notebook)})
            wanted[student] = points
    nbgrader(course, AutogradeApp, ASSIGNMENT, "--notebook", "causal_mask")
    found = marks(course)
    assert {student: found[student, kata.name] for student in wanted} == wanted
    with Autograder(course, ASSIGNMENT, jobs=1, force=True) as grader:
        ours = {one.student: one.score for one in grader.grade(list(wanted)) if one.notebook == kata.name}
    assert ours == wanted


def test_what_cannot_be_graded_is_named_and_the_rest_is_graded(course: Path, catalog: Catalog, kata: Run) -> None:
    mask = catalog.get("causal_mask")
    right = with_answer(released(course, "causal_mask"), mask, mask.reference_path.read_text())
    hand_in(course, "ada", {"causal_mask": right, "perplexity": "this is no JSON"})
    hand_in(course, "bob", {"perplexity": released(course, "perplexity")})
    (course / "submitted" / "bob" / ASSIGNMENT / "notes.txt").symlink_to("/etc/passwd")
    done = kata("notebook", "autograde", course, ASSIGNMENT)
    assert done.exit_code == 3
    assert "ada, perplexity: " in done.output
    assert "is no notebook" in done.output
    assert "bob, causal_mask: There is no file causal_mask.ipynb." in done.output
    assert marks(course)["ada", "causal_mask"] == 100
    again = kata("notebook", "autograde", course, ASSIGNMENT)
    assert "is no notebook" in again.output  # it is tried again until it can be graded
    assert not (course / "autograded" / "bob" / ASSIGNMENT / "notes.txt").exists()
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        assert gradebook.find_submission_notebook("perplexity", ASSIGNMENT, "ada").needs_manual_grade
        assert not gradebook.find_submission_notebook("causal_mask", ASSIGNMENT, "bob").needs_manual_grade


def test_a_notebook_that_a_browser_has_numbered_is_the_students(course: Path, catalog: Catalog, kata: Run) -> None:
    mask = catalog.get("causal_mask")
    right = with_answer(released(course, "causal_mask"), mask, mask.reference_path.read_text())
    hand_in(course, "ada", {"causal_mask": right})
    folder = course / "submitted" / "ada" / ASSIGNMENT
    text = (folder / "causal_mask.ipynb").read_text(encoding="utf-8")
    (folder / "causal_mask.ipynb").rename(folder / "causal_mask (1).ipynb")
    (folder / "causal_mask (2).ipynb").write_text("\ufeff" + text, encoding="utf-8")
    (folder / "causal_mask (1).ipynb").write_text("an older one", encoding="utf-8")
    kata("notebook", "autograde", course, ASSIGNMENT)
    assert marks(course)["ada", "causal_mask"] == 100
    assert (course / "autograded" / "ada" / ASSIGNMENT / "causal_mask.ipynb").exists()


def test_what_one_student_handed_in_ends_no_run(course: Path, catalog: Catalog, kata: Run) -> None:
    mask = catalog.get("causal_mask")
    right = with_answer(released(course, "causal_mask"), mask, mask.reference_path.read_text())
    handed_in = {"causal_mask": right, "perplexity": released(course, "perplexity")}
    for student in ("ada", "pipes", "sparse", "deep", "zed"):
        hand_in(course, student, handed_in)
    places = {student: course / "submitted" / student / ASSIGNMENT for student in ("pipes", "sparse", "deep")}
    for name in ("causal_mask.ipynb", "notes.txt", "timestamp.txt"):
        (places["pipes"] / name).unlink(missing_ok=True)
        os.mkfifo(places["pipes"] / name)
    for name in ("causal_mask.ipynb", "data.bin"):
        with (places["sparse"] / name).open("wb") as file:
            file.truncate(2 << 30)
    (places["deep"] / "causal_mask.ipynb").write_text("[" * 10_000_000)
    done = kata("notebook", "autograde", course, ASSIGNMENT)
    assert done.exit_code == 3
    assert "Traceback" not in done.output
    found = marks(course)
    assert found["ada", "causal_mask"] == found["zed", "causal_mask"] == 100
    told = " ".join(done.output.split())
    assert "causal_mask.ipynb is not a regular file." in told
    assert "pipes, not kept beside the notebooks: notes.txt: This is not a regular file." in told
    assert "causal_mask.ipynb has 2,147,483,648 bytes" in told
    assert "sparse, not kept beside the notebooks: data.bin has 2,147,483,648 bytes" in told
    assert "deep, causal_mask: " in told
    assert not list((course / "autograded").rglob("data.bin"))


def test_late_work_is_penalised_as_the_course_says(course: Path, catalog: Catalog) -> None:
    mask = catalog.get("causal_mask")
    right = with_answer(released(course, "causal_mask"), mask, mask.reference_path.read_text())
    for student, day in (("ada", "2026-01-01"), ("bob", "2026-03-01")):
        stamp = {"timestamp.txt": f"{day} 12:00:00 UTC"}
        hand_in(course, student, {"causal_mask": right, "perplexity": released(course, "perplexity")}, stamp)
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2026-02-01 12:00:00 UTC")
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with Autograder(course, ASSIGNMENT, jobs=1) as grader:
        list(grader.grade(grader.students()))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as gradebook:
        penalty = {
            student: gradebook.find_submission_notebook("causal_mask", ASSIGNMENT, student).late_submission_penalty
            for student in ("ada", "bob")
        }
    assert penalty == {"ada": None, "bob": 100.0}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """nbgrader logs what students got wrong at great length."""
    import logging

    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
