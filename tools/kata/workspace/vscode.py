"""The files that make a workspace at home in VS Code: tasks, debugger, test explorer. None is ever overwritten."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from kata.workspace.workspace import Workspace, WorkspaceError, reason

LATEST = "repro/latest.py"  # runs the script that `kata repro` wrote last
_REPRO = "kata: write the failing call"

# `kata check --format problems`; Vim's errorformat `%f:%l:%c: %trror: %m` reads the same.
PROBLEM = r"^(.+?):(\d+):(\d+): (error|warning): (.*)$"


def write_vscode(workspace: Workspace) -> tuple[list[Path], list[Path]]:
    """Write .vscode/tasks.json, launch.json and settings.json, those that aren't there.

    Returns:
        The files that were written, and those that were there and are as they were.

    Raises:
        WorkspaceError: if one can't be written.
    """
    folder = workspace.root / ".vscode"
    written, kept = [], []
    for name, content in (("tasks", _tasks()), ("launch", _launch()), ("settings", _settings())):
        path = folder / f"{name}.json"
        try:
            if os.path.lexists(path):
                kept.append(path)
                continue
            folder.mkdir(exist_ok=True)
            path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise WorkspaceError(f"{path} can't be written: {reason(error)}.") from None
        written.append(path)
    return written, kept


def _tasks() -> dict[str, Any]:
    matcher = {
        "owner": "kata",
        "source": "kata",
        "fileLocation": "absolute",
        "pattern": {"regexp": PROBLEM, "file": 1, "line": 2, "column": 3, "severity": 4, "message": 5},
    }
    quiet = {"reveal": "silent", "revealProblems": "onProblem", "clear": True}

    def task(label: str, *arguments: str, **more: Any) -> dict[str, Any]:
        # The interpreter that has kata: an editor that was started from a menu knows no activated environment.
        return {
            "label": label,
            "type": "process",
            "command": sys.executable,
            "args": ["-m", "kata", *arguments],
            **more,
        }

    return {
        "version": "2.0.0",
        "tasks": [
            task(
                "kata: check the open file",
                *("check", "${file}", "--format", "problems"),
                group={"kind": "test", "isDefault": True},
                problemMatcher=matcher,
                presentation=quiet,
            ),
            task(
                "kata: check the current kata",
                *("check", "--format", "problems"),
                group="test",
                problemMatcher=matcher,
                presentation=quiet,
            ),
            task("kata: next", "next", problemMatcher=[]),
            task("kata: hint", "hint", problemMatcher=[]),
            task(_REPRO, "repro", "${file}", problemMatcher=[]),
        ],
    }


def _launch() -> dict[str, Any]:
    failing_call = {
        "name": "kata: debug the failing call",
        "type": "debugpy",
        "request": "launch",
        "python": sys.executable,
        "program": "${workspaceFolder}/" + LATEST,
        "preLaunchTask": _REPRO,
        "console": "integratedTerminal",
    }
    return {"version": "0.2.0", "configurations": [failing_call]}


def _settings() -> dict[str, Any]:
    return {
        "python.defaultInterpreterPath": sys.executable,
        "python.testing.unittestEnabled": False,
        "python.testing.pytestEnabled": True,
        "python.testing.pytestArgs": ["-p", "kata.learner.pytest_examples", "attempts"],
    }
