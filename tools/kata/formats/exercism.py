"""`results.json` of Exercism's test runner interface, version 3."""

import json
from typing import Any

from kata.formats.text import held, is_judged, reason, short, tests_of, title
from kata.grading.verdict import Test, Verdict

VERSION = 3
OUTPUT = 500  # characters; the interface's own bound
MESSAGE = 5000


def render(verdicts: list[Verdict]) -> str:
    """An object with every test; the katas are its tasks, numbered from 1."""
    ran = any(map(is_judged, verdicts))
    status = "pass" if all(verdict.passed for verdict in verdicts) else "fail" if ran else "error"
    messages = "\n".join(f"{verdict.kata}: {verdict.message}" for verdict in verdicts if verdict.message)
    result: dict[str, Any] = {
        "version": VERSION,
        "status": status,
        "message": short(messages, MESSAGE) or ("Nothing could be run." if status == "error" else None),
        "tests": [
            _row(verdict, test, task) for task, verdict in enumerate(verdicts, start=1) for test in tests_of(verdict)
        ],
    }
    return json.dumps(result, indent=2) + "\n"


def _row(verdict: Verdict, test: Test, task: int) -> dict[str, Any]:
    passed = held(verdict, test)
    # A test fails when the answer is wrong, and is an error when it could not be judged.
    status = "pass" if passed else "fail" if test.status in ("failed", "timeout") else "error"
    return {
        "name": short(title(test), 200),
        "status": status,
        "message": None if passed else short(reason(verdict, test), MESSAGE),
        "output": short(test.output, OUTPUT) or None,
        "test_code": short(test.call, MESSAGE),
        "task_id": task,
    }
