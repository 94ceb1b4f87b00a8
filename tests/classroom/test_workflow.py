"""The workflow that students get: checked by actionlint, and its own steps run in a clean folder on real work."""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.classroom import BROKEN, HOSTILE, PARTLY, RIGHT, commands, new
from tests.support.cli import MakeKata, Run
from tests.support.needs import why_not

ROOT = Path(__file__).resolve().parents[2]
ACTIONLINT = Path(sys.executable).parent / "actionlint"

needs_walls = pytest.mark.skipif(bool(why_not("landlock")), reason="the workflow demands walls: " + why_not("landlock"))


def lint(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [ACTIONLINT, "-no-color", "-shellcheck=", "-pyflakes=", *paths]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["open", "bundle", "repository", "central"])
def test_actionlint_has_no_complaint_about_a_starters_workflow(kata: Run, tmp_path: Path, place: str) -> None:
    made = new(kata, ROOT, tmp_path / "week-1", "--graders", place, katas="softmax,multi_head_attention")
    done = lint(made / "starter" / ".github" / "workflows" / "classroom.yml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_has_no_complaint_about_our_own_workflows() -> None:
    done = lint(*sorted((ROOT / ".github" / "workflows").glob("*.yml")))
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_what_is_wrong(kata: Run, tmp_path: Path) -> None:
    path = new(kata, ROOT, tmp_path / "week-1", katas="softmax") / "starter" / ".github" / "workflows" / "classroom.yml"
    path.write_text(path.read_text().replace("steps.grade.outputs", "steps.grading.outputs"))
    assert "grading" in lint(path).stdout


def every_step() -> list[tuple[str, dict[str, Any]]]:
    template = (ROOT / "tools/kata/classroom/templates/classroom.yml.j2").read_text()
    texts = {"template": re.sub(r"\{%-?.*?-?%\}", "", template), "action": (ROOT / "action.yml").read_text()}
    texts |= {path.name: path.read_text() for path in (ROOT / ".github" / "workflows").glob("*.yml")}
    return [(name, {"uses": found}) for name, text in texts.items() for found in re.findall(r"uses: (\S+.*)", text)]


def test_every_action_is_pinned_to_a_commit() -> None:
    steps = every_step()
    assert len(steps) > 8
    for name, step in steps:
        assert step["uses"] == "./" or re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v[\d.]+", step["uses"]), name


def test_the_workflow_has_least_rights(kata: Run, tmp_path: Path) -> None:
    made = new(kata, ROOT, tmp_path / "week-1", "--graders", "repository", katas="softmax")
    workflow = yaml.safe_load((made / "starter" / ".github" / "workflows" / "classroom.yml").read_text())
    assert workflow["permissions"] == {"contents": "read"}
    steps = workflow["jobs"]["grade"]["steps"]
    checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout")]
    assert len(checkouts) == 2
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    # What a run step is given comes as variables: nothing is written into a script.
    assert not [step for step in steps if "${{" in step.get("run", "")]
    assert "--confinement landlock" in next(step["run"] for step in steps if step.get("id") == "grade")


def test_the_workflow_installs_what_the_libraries_of_its_katas_need(kata: Run, tmp_path: Path) -> None:
    for name, packages in (("softmax", ""), ("training_loop", " torch"), ("triton_row_softmax", " torch triton")):
        made = new(kata, ROOT, tmp_path / name.replace("_", "-"), "--graders", "bundle", katas=name)
        starter = made / "starter"
        workflow = yaml.safe_load((starter / ".github" / "workflows" / "classroom.yml").read_text())
        step = next(step for step in workflow["jobs"]["grade"]["steps"] if step.get("name") == "Install")
        assert step["run"] == f'python -m pip install --quiet "$REQUIREMENT"{packages}'
        assert ("PIP_EXTRA_INDEX_URL" in step["env"]) == bool(packages), "where torch's smaller build lies"
        assert (packages in (starter / "README.md").read_text()) if packages else True


# -- run --


@dataclass
class Done:
    """What a job left."""

    status: int
    log: str
    outputs: dict[str, str]
    summary: str
    result: dict[str, Any]
    rows: dict[str, dict[str, Any]]  # what the reporter is given, by its runner


def run_job(starter: Path, work: dict[str, str], folder: Path, key: str = "", *, install: bool = False) -> Done:
    """Run the steps of a starter's workflow as a runner does, with a student's files in the submission.

    Args:
        install: run the step that installs mlkata too: it is there, but pip takes its time to see that.
    """
    shutil.copytree(starter, folder / "submission")
    for name, text in work.items():
        path = folder / "submission" / name
        path.unlink(missing_ok=True)
        if text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    output, summary, home = folder.parent / "output", folder.parent / "summary", folder.parent / "home"
    home.mkdir()
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "GITHUB_ACTIONS": "true",
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(summary),
        "PIP_NO_INDEX": "1",  # what it asks for is installed: this very version
    }
    job = yaml.safe_load((starter / ".github" / "workflows" / "classroom.yml").read_text())["jobs"]["grade"]
    log, status = "", 0
    outputs: dict[str, str] = {}
    rows: dict[str, dict[str, Any]] = {}
    for step in job["steps"]:
        values = {name: value_of(value, key, outputs) for name, value in step.get("env", {}).items()}
        if step.get("name") == "Install" and not install:
            continue
        if "run" in step and status == 0:
            script = folder.parent / "step.sh"
            script.write_text(step["run"])
            done = subprocess.run(
                ["bash", "-e", script],
                cwd=folder,
                env=environment | values,
                capture_output=True,
                text=True,
                check=False,
            )
            log, status = log + done.stdout + done.stderr, done.returncode
            lines = output.read_text().splitlines() if output.exists() else []
            outputs = dict(line.split("=", 1) for line in lines)
        elif "grading-reporter" in step.get("uses", ""):
            assert "!cancelled()" in step["if"]
            if outputs.get("result"):
                for runner in step["with"]["runners"].split(","):
                    rows[runner] = json.loads(base64.b64decode(values[f"{runner.upper()}_RESULTS"]))
    result = folder / "result.json"
    return Done(
        status,
        log,
        outputs,
        summary.read_text() if summary.exists() else "",
        json.loads(result.read_text()) if result.exists() else {},
        rows,
    )


def value_of(text: str, key: str, outputs: dict[str, str]) -> str:
    """An expression of the few kinds that the workflow has."""
    found = re.fullmatch(r"\$\{\{ (?:secrets\.(\w+)|steps\.grade\.outputs\.(\w+)) \}\}", text)
    if found is None:
        assert "${{" not in text
        return text
    return key if found[1] else outputs.get(found[2], "")


WORKS = {
    "right": ({"add": RIGHT, "plus": RIGHT.replace("add", "plus")}, 0, {"add": 60, "plus": 100}),
    "partly": ({"add": PARTLY, "plus": RIGHT.replace("add", "plus")}, 1, {"add": 24, "plus": 100}),
    "hostile": ({"add": HOSTILE, "plus": BROKEN}, 1, {"add": 0, "plus": 0}),
    "empty": ({"add": "", "plus": ""}, 1, {"add": 0, "plus": 0}),
}


@pytest.mark.slow
@needs_walls
@pytest.mark.parametrize("work", WORKS)
def test_the_steps_give_the_same_points_everywhere(
    kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path, work: str
) -> None:
    for name in ("add", "plus"):
        make_kata(name)
    made = new(kata, root, tmp_path / "exam", "--points", "add=60", katas="add,plus")
    sources, status, points = WORKS[work]
    folder = tmp_path / "runner" / "work"
    folder.mkdir(parents=True)
    key = (made / "instructor" / "bundle.key").read_text().strip()
    shutil.rmtree(root)  # what grades is in the bundle
    files = {f"attempts/sums/{name}.py": text for name, text in sources.items()}
    done = run_job(made / "starter", files, folder, key, install=work == "right")
    assert done.status == status, done.log
    total = sum(points.values())
    assert {verdict["kata"]: verdict["points"] for verdict in done.result["verdicts"]} == points
    assert (done.result["points"], done.result["max_points"]) == (total, 160)
    assert f"## exam: {total} of 160 points" in done.summary
    for name, earned in points.items():
        rows = done.rows[name]["tests"]
        assert sum(row["score"] for row in rows) == earned
    assert sum(done.rows[name]["max_score"] for name in points) == 160
    assert f"{total} of 160 points in all." in done.log
    assert set(done.outputs) == {"result", "add", "plus"}
    assert commands(done.log) == []
    assert key not in done.log + done.summary + json.dumps(done.result)
    assert all(verdict["seed"] == 0 for verdict in done.result["verdicts"])


@pytest.mark.slow
@needs_walls
def test_the_action_grades_too(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> None:
    make_kata("add")
    made = new(kata, root, tmp_path / "exam")
    (made / "starter" / "attempts" / "sums" / "add.py").write_text(PARTLY)
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "grade")
    assert "${{" not in step["run"]
    inputs = {name: given["default"] for name, given in action["inputs"].items()} | {
        "folder": str(made / "starter"),
        "bundle": str(made / "starter" / ".classroom" / "grader.bundle"),
        "key": (made / "instructor" / "bundle.key").read_text(),
    }
    values = {name: inputs[re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", text)[1]] for name, text in step["env"].items()}
    places = {name: str(tmp_path / name.lower()) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    environment = {**os.environ, **values, **places, "RUNNER_TEMP": str(tmp_path)}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    outputs = dict(line.split("=", 1) for line in (tmp_path / "github_output").read_text().splitlines())
    assert set(outputs) == {"json", "result"} == set(action["outputs"])
    assert json.loads(Path(outputs["json"]).read_text())["points"] == 40
    assert "40 of 100 points" in (tmp_path / "github_step_summary").read_text()


def test_a_result_that_cannot_be_written_costs_no_other(
    kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_kata("add")
    made = new(kata, root, tmp_path / "exam", "--points", "add=1")
    grader = made / "instructor" / "grader.zip"
    monkeypatch.delenv("SUBMISSION_TAG", raising=False)
    places = [f"--write={name}={tmp_path / name}" for name in ("classroom50", "json", "markdown")]
    done = kata("classroom", "grade", made / "starter", "--bundle", grader, *places)
    assert done.exit_code == 2
    assert "SUBMISSION_TAG" in done.stderr
    assert json.loads((tmp_path / "json").read_text())["max_points"] == 1
    # A kata of one point and two tests: the one without points of its own shows none.
    assert "of 0" not in (tmp_path / "markdown").read_text()


REPORTER = os.environ.get("KATA_REPORTER", "")


@pytest.mark.skipif(
    not REPORTER,
    reason="set KATA_REPORTER to src/main.js of a checkout of classroom-resources/autograding-grading-reporter",
)
@pytest.mark.parametrize("work", WORKS)
def test_the_reporter_itself_reads_the_points(
    kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path, work: str
) -> None:
    for name in ("add", "plus"):
        make_kata(name)
    made = new(kata, root, tmp_path / "exam", "--points", "add=60", katas="add,plus")
    sources, _, points = WORKS[work]
    tests = {"right": 4, "partly": 3}.get(work, 0)
    for name, source in sources.items():
        path = made / "starter" / "attempts" / "sums" / f"{name}.py"
        path.write_text(source) if source else path.unlink()
    out = tmp_path / "output"
    grader = made / "instructor" / "grader.zip"
    kata("classroom", "grade", made / "starter", "--bundle", grader, "--write", f"classroom={out}")
    outputs = dict(line.split("=", 1) for line in out.read_text().splitlines())
    for runners in (("add", "plus"), ("result",)):
        environment = {"PATH": os.environ["PATH"], "INPUT_TOKEN": "none", "INPUT_RUNNERS": ",".join(runners)}
        environment |= {f"{name.upper()}_RESULTS": outputs[name] for name in runners}
        done = subprocess.run(["node", REPORTER], env=environment, capture_output=True, text=True, check=False)
        total = sum(points.values())
        assert f"::Points {total}/160\n" in done.stdout
        # Each test is there once, and counted once.
        assert f"Grand total tests passed: {tests}/4" in done.stdout
        if total in (0, 160):
            assert re.search(rf"Total: +.*\b{total}\b.*\b160\b", done.stdout)
        theirs = ("::notice title=Autograding", "::error::Some tests")
        assert [line for line in commands(done.stdout) if not line.startswith(theirs)] == []


@needs_walls
def test_without_the_key_there_is_a_sentence_and_no_result(
    kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path
) -> None:
    make_kata("add")
    made = new(kata, root, tmp_path / "exam")
    folder = tmp_path / "runner" / "work"
    folder.mkdir(parents=True)
    done = run_job(made / "starter", {}, folder)
    assert done.status == 3
    assert "there is no key" in done.log
    assert done.summary.startswith("## This could not be graded")
    assert "there is no key" in done.summary
    assert (done.outputs, done.rows, done.result) == ({}, {}, {})


@pytest.mark.slow
@needs_walls
def test_central_grading_runs_the_examples_only(kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path) -> None:
    make_kata("add")
    made = new(kata, root, tmp_path / "exam", "--graders", "central")
    shutil.rmtree(root)
    folder = tmp_path / "runner" / "work"
    folder.mkdir(parents=True)
    done = run_job(made / "starter", {"attempts/sums/add.py": PARTLY}, folder)
    assert done.status == 1, done.log
    assert (done.result["points"], done.result["max_points"]) == (0, 0)
    assert "give no points" in done.summary
    assert "examples only, 0 of 1 tests passed" in done.log


def test_a_workflow_that_cannot_confine_does_not_grade(
    kata: Run, root: Path, make_kata: MakeKata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_kata("add")
    made = new(kata, root, tmp_path / "exam")
    monkeypatch.setattr("kata.sandbox.levels.best_level", lambda: "limits")
    done = kata("classroom", "grade", made / "starter", "--bundle", made / "instructor" / "grader.zip")
    assert done.exit_code == 3
    assert "demands confinement at level `landlock` or better, and this machine offers `limits`" in done.stderr


def test_the_runner_would_obey_what_is_not_wrapped() -> None:
    assert commands("a\n ::set-output name=x::y\nb ##[error]c") == [" ::set-output name=x::y", "b ##[error]c"]
    assert commands("::stop-commands::t\n::add-mask::x\n::t::\n::add-mask::y") == ["::add-mask::y"]
