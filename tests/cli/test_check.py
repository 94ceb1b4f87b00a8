"""`kata check` from the file to the record, with the real engine."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kata.catalog import load_catalog
from kata.learner import packages
from kata.progress import Progress
from kata.workspace import Workspace
from tests.support.cli import MakeKata, Run
from tests.support.waiting import PATIENCE, wait_until

RIGHT = "def add_two(a, b):\n    return a + b\n"
WRONG = "def add_two(a, b):\n    print('adding')\n    return a * b\n"


@pytest.fixture
def attempt(workspace: Workspace, root: Path, make_kata: MakeKata) -> Path:
    """The attempt at a private kata, which the workspace takes from `root`."""
    make_kata("add_two")
    workspace.settings_path.write_text(f"katas_from = [{json.dumps(str(root))}]")
    path = workspace.attempts_dir / "sums" / "add_two.py"
    path.parent.mkdir()
    path.write_text(RIGHT)
    return path


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "kata", *arguments]


def test_a_right_answer_passes(kata: Run, attempt: Path, workspace: Workspace) -> None:
    done = kata("check", "add_two")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("passed: add_two  100 of 100 points")
    assert "kata solution" in done.output
    assert "kata next" in done.output
    with Progress(workspace.progress_path) as progress:
        state = progress.state("add_two")
        assert (state.passed, state.first_run) == (True, True)
        assert progress.source(progress.versions("add_two")[0]) == RIGHT


def test_a_mistake_fails_with_its_diagnosis(kata: Run, attempt: Path) -> None:
    attempt.write_text(WRONG)
    done = kata("check", "add_two")
    assert done.exit_code == 1
    assert done.output.startswith("not passed: add_two  0 of 100 points, 0 of 2 tests passed")
    assert "Diagnosis: That is the product." in done.output
    assert "The sum is right." in done.output
    assert "adding" in done.output
    assert "attempts/sums/add_two.py" in done.output
    assert "kata hint" in done.output
    assert "Diagnosis" not in kata("check", "--no-diagnosis").output


def test_the_stub_fails(kata: Run, workspace: Workspace) -> None:
    kata("start", "causal_mask")
    done = kata("check")
    assert done.exit_code == 1
    assert "0 of 100 points, not begun" in done.output


def test_the_reference_of_a_kata_of_ours_passes(kata: Run, workspace: Workspace) -> None:
    kata("start", "causal_mask")
    ours = load_catalog().get("causal_mask")
    workspace.attempt_path(ours).write_text(ours.reference_path.read_text())
    assert kata("check").exit_code == 0


def test_json_is_the_verdict_alone(kata: Run, attempt: Path) -> None:
    attempt.write_text(WRONG)
    done = kata("check", "add_two", "--json")
    verdict = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (verdict["schema"], verdict["kata"], verdict["status"]) == (2, "add_two", "failed")


@pytest.mark.slow
def test_inputs_stay_until_a_pass_and_change_after_it(kata: Run, attempt: Path) -> None:
    def seed(*options: str) -> int:
        return int(json.loads(kata("check", "add_two", "--json", *options).stdout)["seed"])

    attempt.write_text(WRONG)
    first = seed()
    assert seed() == first
    assert seed("--seed", "5") == 5
    assert seed() == 5
    attempt.write_text(RIGHT)
    assert seed() == 5, "the pass is one on the inputs that failed"
    new = seed()
    assert new != 5
    assert 0 <= new < 2**63


@pytest.mark.slow
def test_a_specification_that_changed_is_said_until_a_pass(kata: Run, attempt: Path, root: Path) -> None:
    attempt.write_text(WRONG)
    assert "has changed" not in kata("check", "add_two").output
    stub = root / "exercises" / "sums" / "add_two.py"
    stub.write_text(stub.read_text().replace("a whole number", "an integer"))
    assert "has changed since you began" in kata("check", "add_two").output
    attempt.write_text(RIGHT)
    kata("check", "add_two")
    assert "has changed" not in kata("check", "add_two").output


def test_a_path_names_its_kata(kata: Run, attempt: Path, tmp_path: Path) -> None:
    assert kata("check", "attempts/sums/add_two.py").exit_code == 0
    (tmp_path / "add_two.py").write_text(RIGHT)
    other = kata("check", tmp_path / "add_two.py")
    assert other.exit_code == 2
    assert "isn't the attempt" in other.output


def test_an_absent_package_is_a_sentence(kata: Run, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "installed", lambda package: package != "torch")
    assert "python -m pip install torch" in kata("start", "training_loop").output
    done = kata("check", "training_loop")
    assert done.exit_code == 3
    assert "python -m pip install torch" in done.output


def test_a_grader_at_fault_is_not_the_learners(kata: Run, attempt: Path, root: Path, workspace: Workspace) -> None:
    (root / "graders" / "sums" / "test_add_two.py").write_text("import pytest\n1 / 0\n")
    done = kata("check", "add_two")
    assert done.exit_code == 3
    with Progress(workspace.progress_path) as progress:
        assert progress.state("add_two").checks == 0


@pytest.mark.slow
def test_two_checks_at_once_are_both_kept(attempt: Path, workspace: Workspace) -> None:
    running = [subprocess.Popen(command("check", "add_two"), stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]
    with Progress(workspace.progress_path) as progress:
        assert progress.state("add_two").checks == 2


@pytest.mark.slow
def test_ctrl_c_leaves_no_process_and_no_record(attempt: Path, workspace: Workspace) -> None:
    attempt.write_text("def add_two(a, b):\n    while True:\n        pass\n")
    running = subprocess.Popen(
        command("check", "add_two"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    wait_until(lambda: running.poll() is not None or answer_computes(running.pid))
    below = descendants(running.pid)
    assert below
    os.kill(running.pid, signal.SIGINT)
    out, err = running.communicate()
    assert running.returncode == 130
    assert (out, err) == ("", "Interrupted; nothing was recorded.\n")
    assert_ended(below)
    with Progress(workspace.progress_path) as progress:
        assert progress.versions("add_two") == []


WAIT_FOR_ALL = """
import contextlib, ctypes, os, subprocess, sys
PR_SET_CHILD_SUBREAPER = 36  # whatever loses its parent becomes a child of this process
assert ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
with contextlib.suppress(ChildProcessError):
    while True:
        os.wait()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans to another process than the first")
@pytest.mark.parametrize("words", [["check", "add_two"], ["check", "ad_two"], ["check", "--nonsense"]])
def test_a_check_leaves_no_process_and_no_folder(attempt: Path, tmp_path: Path, words: list[str]) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    environment = {**os.environ, "TMPDIR": str(place)}
    # It ends when nothing is left that the command has started.
    subprocess.run(
        [sys.executable, "-c", WAIT_FOR_ALL, *command(*words)], env=environment, check=True, timeout=PATIENCE
    )
    assert list(place.iterdir()) == []


def assert_ended(pids: list[int]) -> None:
    wait_until(lambda: not alive(pids), lambda: f"these go on: {alive(pids)}")


def answer_computes(pid: int) -> bool:
    """Whether an answer below `pid` has used half a second of CPU time: its endless loop runs."""
    servers = [child for child, _, args in table(pid) if "kata.sandbox.fork_server" in args and "bwrap" not in args]
    return any(cpu > 0.5 for server in servers for _, cpu, _ in table(server))


def descendants(pid: int) -> list[int]:
    return [child for child, _, _ in table(pid)]


def alive(pids: list[int]) -> list[int]:
    lines = ps("pid=,stat=")
    return [int(pid) for pid, state in lines if int(pid) in pids and not state.startswith("Z")]


def table(pid: int) -> list[tuple[int, float, str]]:
    """Each process below `pid`, with its CPU seconds and its command line."""
    rows = [
        (int(child), int(parent), seconds(time_), args) for child, parent, time_, *args in ps("pid=,ppid=,time=,args=")
    ]
    found: list[tuple[int, float, str]] = []
    parents = {pid}
    while parents:
        children = [(child, cpu, " ".join(args)) for child, parent, cpu, args in rows if parent in parents]
        found += children
        parents = {child for child, _, _ in children}
    return found


def seconds(time_: str) -> float:
    days, _, clock = time_.rpartition("-")
    total = 0.0
    for part in clock.split(":"):
        total = total * 60 + float(part)
    return total + 86400 * int(days or 0)


def ps(columns: str) -> list[list[str]]:
    listed = subprocess.run(["ps", "-A", "-ww", "-o", columns], capture_output=True, text=True, check=True)
    return [line.split() for line in listed.stdout.splitlines()]
