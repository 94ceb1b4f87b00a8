"""A command line starts at once, and a reader who goes away is no error."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kata.workspace import Workspace

HEAVY = ("numpy", "torch", "pytest", "scipy", "gymnasium", "msgpack", "rich", "jinja2", "fsrs", "kata.sandbox")

SCRIPT = """
import json, sys
from kata.cli import main
sys.argv[1:] = json.loads(sys.argv[1])
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print(json.dumps([name for name in json.loads(sys.argv[0]) if name in sys.modules]), file=sys.stderr)
"""


@pytest.mark.parametrize("command", [["--help"], ["list"], ["list", "--json"], ["next"], ["plan"], ["check", "--help"]])
def test_nothing_heavy_is_imported(workspace: Workspace, command: list[str]) -> None:
    script = SCRIPT.replace("sys.argv[0])", repr(json.dumps(HEAVY)) + ")")
    done = subprocess.run([sys.executable, "-c", script, json.dumps(command)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr) == []


def test_a_closed_pipe_is_no_traceback(workspace: Workspace) -> None:
    read, write = os.pipe()
    os.close(read)
    for command in ("list", "show causal_mask", "--help"):
        done = subprocess.run(
            [sys.executable, "-m", "kata", *command.split()], stdout=write, stderr=subprocess.PIPE, text=True
        )
        assert done.stderr == "", command
    os.close(write)


def test_a_terminal_that_lacks_characters_still_gets_its_text(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "KATA_WORKSPACE": ""}
    made = tmp_path / "caf\u00e9"
    done = subprocess.run(
        [sys.executable, "-m", "kata", "init", str(made)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "caf\\xe9" in done.stdout


def test_the_module_is_the_command() -> None:
    done = subprocess.run([sys.executable, "-m", "kata", "--version"], capture_output=True, text=True)
    assert done.stdout.startswith("kata, version ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_output_that_cannot_be_written_is_a_sentence(workspace: Workspace) -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, "-m", "kata", "list"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert done.returncode == 3
    assert done.stderr == "No space left on device: the output, or a temporary file, could not be written.\n"


def test_a_closed_standard_output_is_no_traceback(workspace: Workspace) -> None:
    command = f"exec {sys.executable} -m kata list >&-"
    done = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")
