"""`results.json` of Gradescope."""

import json
from collections.abc import Sequence
from typing import Any

from kata.formats.text import defused, details, earned, held, reason, short, tests_of, title, total
from kata.grading.verdict import Test, Verdict
from kata.safe import cut

TEXT = 5000
_VISIBILITY = {"visible": "visible", "after_due": "after_due_date", "hidden": "hidden"}


def render(verdicts: list[Verdict], *, visibility: Sequence[Sequence[str]] = (), notes: list[str] | None = None) -> str:
    """An object with the points, the time and every test.

    Args:
        visibility: "visible", "after_due" or "hidden", of each test of each verdict, in their order; by default all
            are visible.
        notes: sentences about the submission as a whole.
    """
    seen = visibility or [["visible"] * len(tests_of(verdict)) for verdict in verdicts]
    tests: list[dict[str, Any]] = []
    for verdict, those in zip(verdicts, seen, strict=True):
        # One more, where there are no tests and the whole is the only row.
        for test, how in zip(tests_of(verdict), [*those, "visible"], strict=False):
            row = _row(verdict, test) | {"number": str(len(tests) + 1), "visibility": _VISIBILITY[how]}
            tests.append(row)
    result = {
        "score": total(verdicts)[0],
        "execution_time": round(sum(verdict.duration for verdict in verdicts)),
        "output": defused("\n".join([*_summaries(verdicts), *(notes or [])])),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {"max_points": total(verdicts)[1]},
    }
    return json.dumps(result, indent=2) + "\n"


def _summaries(verdicts: list[Verdict]) -> list[str]:
    lines = []
    for verdict in verdicts:
        lines.append(f"{verdict.kata}: {total([verdict])[0]} of {verdict.max_points} points")
        lines += [f"    {line}" for line in cut(verdict.message, TEXT).splitlines()]
        lines += [f"    {diagnosis.says}" for diagnosis in verdict.headlines()]
    return lines


def _row(verdict: Verdict, test: Test) -> dict[str, Any]:
    return {
        "name": short(f"{verdict.kata}: {title(test)}", 200),
        "score": earned(verdict, test),
        "max_score": test.max_points,
        "status": "passed" if held(verdict, test) else "failed",
        "output": short(_output(verdict, test), TEXT),
        "output_format": "text",
        "tags": [verdict.kata],
        "extra_data": {"kata": verdict.kata, "status": verdict.status},
    }


def _output(verdict: Verdict, test: Test) -> str:
    if held(verdict, test):
        return ""
    return f"{reason(verdict, test)}\n{details(test)}".rstrip()
