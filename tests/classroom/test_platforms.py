"""The autograders of Gradescope and Classroom 50, run as those platforms run them."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import jsonschema
import pytest

from tests.formats import schemas
from tests.support.classroom import HOSTILE, PARTLY, RIGHT, files, new
from tests.support.cli import MakeKata, Run
from tests.support.needs import why_not

ROOT = Path(__file__).resolve().parents[2]
RUNNER = {
    "CLASSROOM": "ml101",
    "ASSIGNMENT": "exam",
    "ASSIGNMENT_TYPE": "group",
    "OWNER": "ada",
    "USERNAME": "grace",
    "SUBMISSION_TAG": "submit/2026-11-22T12-00-00Z-abc1234",
    "COMMIT_URL": "https://example.org/commit",
    "RELEASE_URL": "https://example.org/release",
    "REVIEW_URL": "https://example.org/review",
}

needs_walls = pytest.mark.skipif(bool(why_not("landlock")), reason="the platforms demand walls: " + why_not("landlock"))


@pytest.fixture
def exam(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> Path:
    """An assignment of one private kata, whose own files are gone."""
    make_kata("add")
    made = new(kata, root, tmp_path / "exam", "--points", "add=10")
    shutil.rmtree(root)
    return made


# -- Gradescope --


@pytest.fixture
def autograder(kata: Run, exam: Path, tmp_path: Path) -> Path:
    """Gradescope's /autograder, with the exported zip unpacked as its image has it."""
    done = kata("classroom", "export", "gradescope", exam / "instructor", "--to", tmp_path / "exam.zip")
    assert done.exit_code == 0, done.output
    place = tmp_path / "autograder"
    with zipfile.ZipFile(tmp_path / "exam.zip") as archive:
        archive.extractall(place / "source")
    (place / "venv" / "bin").mkdir(parents=True)
    (place / "venv" / "bin" / "kata").symlink_to(Path(sys.executable).parent / "kata")
    (place / "submission").mkdir()
    return place


def run_autograder(place: Path) -> dict[str, object]:
    environment = {**os.environ, "AUTOGRADER_ROOT": str(place)}
    script = place / "source" / "run_autograder"
    done = subprocess.run(["bash", script], env=environment, cwd=place, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    result: dict[str, object] = json.loads((place / "results" / "results.json").read_text())
    jsonschema.validate(result, schemas.GRADESCOPE)
    return result


def test_gradescopes_zip_is_as_it_wants_it(kata: Run, exam: Path, tmp_path: Path) -> None:
    for name in ("a.zip", "b.zip"):
        assert (
            kata("classroom", "export", "gradescope", exam / "instructor", "--to", name_in(tmp_path, name)).exit_code
            == 0
        )
    data = (tmp_path / "a.zip").read_bytes()
    assert data == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
        for name in ("setup.sh", "run_autograder"):
            assert modes[name] == 0o755
            assert subprocess.run(["bash", "-n"], input=archive.read(name), check=False).returncode == 0
        assert archive.read("run_autograder").startswith(b"#!")
    again = kata("classroom", "export", "gradescope", exam / "instructor", "--to", tmp_path / "a.zip")
    assert again.exit_code == 2
    assert "exists already" in again.stderr


def name_in(folder: Path, name: str) -> Path:
    return folder / name


@pytest.mark.slow
@needs_walls
@pytest.mark.parametrize(("source", "score"), [(RIGHT, 10), (PARTLY, 4), (HOSTILE, 0), (None, 0)])
def test_gradescope_gets_the_points(autograder: Path, source: str | None, score: int) -> None:
    if source is not None:
        (autograder / "submission" / "add.py").write_text(source)  # uploaded as a lone file
    result = run_autograder(autograder)
    assert result["score"] == score
    assert sum(test["score"] for test in result["tests"]) == score
    assert sum(test["max_score"] for test in result["tests"]) == 10
    assert (autograder / "source" / "grader.zip").stat().st_mode & 0o077 == 0


@needs_walls
def test_gradescope_gets_the_worst_result_when_nothing_can_be_graded(autograder: Path) -> None:
    (autograder / "submission" / "add.py").write_text(RIGHT)
    (autograder / "source" / "grader.zip").write_bytes(b"damaged")
    result = run_autograder(autograder)
    assert result["score"] == 0
    assert "could not be graded" in str(result["output"])
    assert [test["max_score"] for test in result["tests"]] == [10]


# -- Classroom 50 --


@pytest.fixture
def bundle(kata: Run, exam: Path, tmp_path: Path) -> Path:
    place = tmp_path / "bundle"
    done = kata("classroom", "export", "classroom50", exam / "instructor", "--to", place)
    assert done.exit_code == 0, done.output
    return place


def run_as_classroom50(bundle: Path, checkout: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Start the autograder as the runner does: in the checkout, with its variables."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(checkout.parent), "LANG": "C.UTF-8"}
    environment |= RUNNER | {"CLASSROOM50_BUNDLE_DIR": str(bundle)} | more
    command = [sys.executable, str(bundle / "autograder.py")]
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def test_what_anyone_can_read_on_classroom50_is_sealed(bundle: Path, kata: Run, tmp_path: Path, exam: Path) -> None:
    assert set(files(bundle)) == {"autograder.py", "grader.bundle"}
    assert b"test_sum" not in b"".join(files(bundle).values())
    assert sum(map(len, files(bundle).values())) < 10 << 20
    (exam / "instructor" / "secret.key").unlink()
    done = kata("classroom", "export", "classroom50", exam / "instructor", "--to", tmp_path / "other")
    assert done.exit_code == 2
    assert "Anyone can read" in done.stderr


@pytest.mark.slow
@needs_walls
@pytest.mark.parametrize(("source", "score"), [(RIGHT, 10), (PARTLY, 4), (HOSTILE, 0)])
def test_classroom50_gets_the_points(exam: Path, bundle: Path, tmp_path: Path, source: str, score: int) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(exam / "starter", checkout)
    (checkout / "attempts" / "sums" / "add.py").write_text(source)
    # What a student might leave there: a result of their own, and modules of our names.
    (checkout / "result.json").mkdir()
    (checkout / "release-body.md").symlink_to(tmp_path / "elsewhere")
    for module in ("kata", "json", "click", "pip"):
        (checkout / f"{module}.py").write_text("raise SystemExit(0)\n")
    key = (exam / "instructor" / "bundle.key").read_text().strip()
    done = run_as_classroom50(bundle, checkout, KATA_BUNDLE_KEY=key)
    assert done.returncode == 0, done.stdout + done.stderr
    result = json.loads((checkout / "result.json").read_text())
    jsonschema.validate(result, schemas.CLASSROOM50)
    assert (result["score"], result["max-score"]) == (score, 10)
    assert (result["owner"], result["assignment_type"]) == ("ada", "group")
    assert sum(test["score"] for test in result["tests"]) == score
    assert f"{score} of 10 points" in (checkout / "release-body.md").read_text()
    assert not (tmp_path / "elsewhere").exists()


@needs_walls
def test_classroom50_is_told_when_nothing_was_graded(exam: Path, bundle: Path, tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    shutil.copytree(exam / "starter", checkout)
    (checkout / "result.json").write_text('{"score": 100}')
    done = run_as_classroom50(bundle, checkout)
    assert done.returncode == 1
    assert "there is no key" in done.stderr
    assert not (checkout / "result.json").exists()


def test_public_katas_need_no_key_on_classroom50(kata: Run, tmp_path: Path) -> None:
    made = new(kata, ROOT, tmp_path / "week-1", katas="softmax")
    done = kata("classroom", "export", "classroom50", made / "instructor", "--to", tmp_path / "bundle")
    assert done.exit_code == 0, done.output
    assert set(files(tmp_path / "bundle")) == {"autograder.py", "grader.zip"}
