"""What editors are given: problems, tasks, the debugger's entry, and examples as tests."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kata.workspace import Workspace
from kata.workspace.vscode import PROBLEM
from tests.support.cli import MakeKata, Run
from tests.support.terminal import Terminal

RIGHT = "def add_two(a, b):\n    return a + b\n"


@pytest.fixture
def attempt(kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata) -> Path:
    make_kata("add_two")
    workspace.settings_path.write_text(f"katas_from = [{json.dumps(str(root))}]\n")
    kata("start", "add_two")
    return workspace.attempts_dir / "sums" / "add_two.py"


def problems(output: str) -> list[tuple[str, int, str]]:
    """File, line and message, read as VS Code does."""
    found = [re.search(PROBLEM, line) for line in output.splitlines()]
    return [(one[1], int(one[2]), one[5]) for one in found if one]


def test_a_failing_test_is_a_problem_at_the_function_that_it_called(kata: Run, attempt: Path) -> None:
    attempt.write_text("import math\n\n\n" + RIGHT.replace("+", "*"))
    done = kata("check", str(attempt), "--format", "problems")
    assert done.exit_code == 1
    first, *_ = problems(done.stdout)
    assert first[:2] == (str(attempt), 4)
    assert first[2].startswith("The sum is right.")
    assert "That is the product." in first[2]
    assert done.stdout.splitlines()[-1] == "add_two failed, 0 of 100 points"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("def add_two(a, b):\n    c = a\n    return c.nothing\n", 3, "AttributeError"),
        ("def add_two(a, b):\n    return (\n", 2, "Syntax error"),
        ("import os\n" + RIGHT, 1, "`os` may not be imported"),
        ("x = 1\ny = x / 0\n" + RIGHT, 2, "ZeroDivisionError"),
        ("def other():\n    return 1\n", 1, "no function `add_two`"),
    ],
)
def test_a_problem_is_where_the_code_is_wrong(kata: Run, attempt: Path, text: str, line: int, says: str) -> None:
    attempt.write_text(text)
    found = problems(kata("check", "--format", "problems").stdout)
    assert found[0][1] == line
    assert says in found[0][2]


def test_a_pass_has_no_problem(kata: Run, attempt: Path) -> None:
    attempt.write_text(RIGHT)
    done = kata("check", "--format", "problems")
    assert done.exit_code == 0
    assert done.stdout == "add_two passed, 100 of 100 points\n"


def test_vim_and_neovim_read_the_same_format() -> None:
    # gcc's pattern in Vim's own errorformat is `%f:%l:%c:%m`.
    assert re.match(r"^(.+?):(\d+):(\d+):(.*)$", "/a b/c.py:3:1: error: text: more")


def test_vscode_is_offered_and_nothing_is_overwritten(kata: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    (folder / ".vscode").mkdir(parents=True)
    (folder / ".vscode" / "settings.json").write_text("mine")
    done = kata("init", str(folder), "--vscode")
    assert "stays as it is" in done.output
    assert (folder / ".vscode" / "settings.json").read_text() == "mine"
    tasks = json.loads((folder / ".vscode" / "tasks.json").read_text())["tasks"]
    check = next(task for task in tasks if task["group"] == {"kind": "test", "isDefault": True})
    assert [check["command"], *check["args"]] == [
        *(sys.executable, "-m", "kata", "check", "${file}", "--format", "problems")
    ]
    assert check["problemMatcher"]["pattern"]["regexp"] == PROBLEM
    launch = json.loads((folder / ".vscode" / "launch.json").read_text())["configurations"][0]
    assert launch["preLaunchTask"] in [task["label"] for task in tasks]
    plain = tmp_path / "plain"
    kata("init", str(plain))
    assert not (plain / ".vscode").exists(), "nobody was there to be asked"
    kata("init", str(plain), "--vscode")
    assert (plain / ".vscode" / "settings.json").is_file(), "later, too"


def test_a_new_workspace_asks_where_vscode_is(tmp_path: Path) -> None:
    with Terminal(
        *("init", str(tmp_path / "here"), "--minutes", "20"), cwd=tmp_path, environment={"TERM_PROGRAM": "vscode"}
    ) as terminal:
        terminal.wait_for("Let VS Code know the workspace")
        terminal.type("y\r")
        assert terminal.end() == 0
    assert (tmp_path / "here" / ".vscode" / "tasks.json").is_file()


def test_the_debuggers_entry_runs_the_script_that_was_written_last(kata: Run, attempt: Path) -> None:
    attempt.write_text(RIGHT.replace("+", "*"))
    kata("repro")
    latest = attempt.parents[2] / "repro" / "latest.py"
    assert "test_sum" in latest.read_text()
    attempt.write_text("def add_two(a, b):\n    print('called with', a, b)\n    return a + b + (b == 0)\n")
    kata("repro", "add_two", "test_zero")
    ran = subprocess.run([sys.executable, str(latest)], capture_output=True, text=True)
    assert "called with 5 0" in ran.stdout, ran.stderr
    assert not list((attempt.parents[2] / ".kata" / "kept").glob("latest*"))


def test_a_script_of_repro_names_its_kata(kata: Run, attempt: Path) -> None:
    attempt.write_text(RIGHT.replace("+", "*"))
    kata("repro")
    folder = attempt.parents[2] / "repro"
    for script in ("add_two_test_sum.py", "latest.py"):
        assert "add_two_test_sum.py" in kata("repro", str(folder / script)).output


def run_tests(workspace: Workspace, *options: str) -> str:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-v", *options, "attempts"]
    return subprocess.run(command, cwd=workspace.root, capture_output=True, text=True).stdout


PLUGIN = ("-p", "kata.learner.pytest_examples")


def test_the_examples_are_tests_when_that_is_asked_for(workspace: Workspace, attempt: Path) -> None:
    assert "1 skipped" in run_tests(workspace, *PLUGIN), "not written yet"
    attempt.write_text(RIGHT)
    (attempt.parent / "notes.py").write_text("1 / 0\n")
    shown = run_tests(workspace, *PLUGIN)
    assert "attempts/sums/add_two.py::add_two PASSED" in shown
    assert "1 passed" in shown
    assert "no tests ran" in run_tests(workspace), "without the plugin there is none"
    attempt.write_text(RIGHT.replace("+", "*"))
    shown = run_tests(workspace, *PLUGIN)
    assert "    add_two(2, 3)\n    expected  5\n         got  6" in shown
    attempt.write_text("def add_two(a, b):\n    return a.nothing\n")
    assert f"{attempt}:2: in add_two" in run_tests(workspace, *PLUGIN)
