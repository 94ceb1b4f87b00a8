"""Autolab, PrairieLearn, Codio, CodeGrade and GitLab: what is exported, run as each of them runs it."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import jsonschema
import pytest
import yaml
from junitparser import JUnitXml

from tests.formats import schemas
from tests.support.classroom import HOSTILE, PARTLY, RIGHT, new
from tests.support.cli import MakeKata, Run
from tests.support.needs import why_not

needs_walls = pytest.mark.skipif(bool(why_not("landlock")), reason="the platforms demand walls: " + why_not("landlock"))
pytestmark = [pytest.mark.slow, needs_walls]
ANSWERS = pytest.mark.parametrize(("source", "points"), [(RIGHT, 10), (PARTLY, 4), (HOSTILE, 0)])


@pytest.fixture
def exam(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> Path:
    make_kata("add")
    return new(kata, root, tmp_path / "exam", "--points", "add=10")


def exported(kata: Run, exam: Path, platform: str, place: Path) -> Path:
    done = kata("classroom", "export", platform, exam / "instructor", "--to", place)
    assert done.exit_code == 0, done.output
    return place


def run(command: list[str], folder: Path, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}
    environment |= options.pop("env", {})  # type: ignore[arg-type]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


@ANSWERS
@pytest.mark.parametrize("packed", [True, False])
def test_autolab_reads_the_last_line(
    kata: Run, exam: Path, tmp_path: Path, source: str, points: int, packed: bool
) -> None:
    place = exported(kata, exam, "autolab", tmp_path / "lab")
    # An empty directory with the handin and the two files, of which one is renamed; then `make`.
    work = tmp_path / "instance"
    work.mkdir()
    shutil.copy(place / "autograde.tar", work)
    shutil.copy(place / "autograde-Makefile", work / "Makefile")
    (tmp_path / "add.py").write_text(source)
    if packed:
        with tarfile.open(work / "handin.tar", "w") as archive:
            archive.add(tmp_path / "add.py", "hw/add.py")
    else:
        shutil.copy(tmp_path / "add.py", work / "add.py")
    done = run(["make"], work)
    assert done.returncode == 0, done.stderr
    last = json.loads(done.stdout.rstrip("\n").splitlines()[-1])
    jsonschema.validate(last, schemas.AUTOLAB)
    assert last == {"scores": {"add": points}}


@ANSWERS
def test_prairielearn_finds_the_results(kata: Run, exam: Path, tmp_path: Path, source: str, points: int) -> None:
    place = exported(kata, exam, "prairielearn", tmp_path / "question")
    info = json.loads((place / "info.json").read_text())
    assert info["externalGradingOptions"]["entrypoint"] == "/grade/tests/grade.sh"
    grade = tmp_path / "grade"
    shutil.copytree(place / "tests", grade / "tests")
    (grade / "student").mkdir()
    (grade / "student" / "add.py").write_text(source)
    done = run([str(grade / "tests" / "grade.sh")], tmp_path, env={"GRADE_ROOT": str(grade)})
    result = json.loads((grade / "results" / "results.json").read_text())
    jsonschema.validate(result, schemas.PRAIRIELEARN)
    assert result["score"] == pytest.approx(points / 10), done.stderr
    assert sum(test["points"] for test in result["tests"]) == points


def test_prairielearn_gets_the_worst_when_nothing_can_be_graded(kata: Run, exam: Path, tmp_path: Path) -> None:
    place = exported(kata, exam, "prairielearn", tmp_path / "question")
    grade = tmp_path / "grade"
    shutil.copytree(place / "tests", grade / "tests")
    (grade / "tests" / "grader.zip").write_bytes(b"damaged")
    (grade / "student").mkdir()
    run(["bash", str(grade / "tests" / "grade.sh")], tmp_path, env={"GRADE_ROOT": str(grade)})
    result = json.loads((grade / "results" / "results.json").read_text())
    assert (result["score"], "could not be graded" in result["message"]) == (0, True)


@pytest.fixture
def codio() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """A place that takes grades, on this machine only."""
    received: list[dict[str, list[str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/grade?token=1", received
    server.shutdown()
    thread.join()
    server.server_close()


@ANSWERS
def test_codio_is_sent_percent_and_feedback(
    kata: Run,
    exam: Path,
    tmp_path: Path,
    codio: tuple[str, list[dict[str, list[str]]]],
    source: str,
    points: int,
) -> None:
    url, received = codio
    place = exported(kata, exam, "codio", tmp_path / "secure")
    (tmp_path / "workspace").mkdir()
    (tmp_path / "workspace" / "add.py").write_text(source)
    environment = {"CODIO_AUTOGRADE_V2_URL": url, "CODIO_WORKSPACE": str(tmp_path / "workspace")}
    done = run([str(place / "grade.sh")], tmp_path, env=environment)
    assert done.returncode == 0, done.stderr
    (form,) = received
    assert (form["grade"], form["format"]) == ([str(points * 10)], ["md"])
    assert f"{points} of 10 points" in form["feedback"][0]


@ANSWERS
def test_codegrade_reads_descriptor_3(kata: Run, exam: Path, tmp_path: Path, source: str, points: int) -> None:
    place = exported(kata, exam, "codegrade", tmp_path / "fixtures")
    (tmp_path / "student").mkdir()
    (tmp_path / "student" / "add.py").write_text(source)
    command = ["bash", "-c", f'"{place / "grade.sh"}" 3> "{tmp_path / "three"}"']
    done = run(command, tmp_path / "student")
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "three").read_text())
    jsonschema.validate(result, schemas.CODEGRADE)
    assert result == {"tag": "points", "points": f"{points}/10"}


@ANSWERS
def test_gitlab_shows_the_tests_of_a_merge_request(
    kata: Run, exam: Path, tmp_path: Path, source: str, points: int
) -> None:
    file = exported(kata, exam, "gitlab", exam / "starter" / ".gitlab-ci.yml")
    job = yaml.safe_load(file.read_text())["grade"]
    assert job["artifacts"]["reports"] == {"junit": "junit.xml"}
    (exam / "starter" / "attempts" / "sums" / "add.py").write_text(source)
    lines = [line for line in job["script"] if "pip install" not in line]  # it is installed
    environment = {"CI_PROJECT_DIR": str(exam / "starter"), **job["variables"]}
    environment["KATA_BUNDLE_KEY_EXAM"] = (exam / "instructor" / "bundle.key").read_text().strip()
    done = run(["bash", "-e", "-c", "\n".join(lines)], tmp_path, env=environment)
    assert done.returncode == (0 if points == 10 else 1), done.stderr
    (suite,) = JUnitXml.fromstring((exam / "starter" / "junit.xml").read_bytes())
    assert {one.name: one.value for one in suite.properties()}["points"] == str(points)


def test_what_gitlab_cannot_reach_is_a_sentence(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> None:
    make_kata("add")
    made = new(kata, root, tmp_path / "exam", "--graders", "repository")
    done = kata("classroom", "export", "gitlab", made / "instructor", "--to", tmp_path / ".gitlab-ci.yml")
    assert done.exit_code == 2
    assert "central" in done.stderr
