"""`results.json` of Gradescope."""

import json
from typing import Any, Literal

from kata.formats.text import cut, defused, details, earned, held, reason, short, tests_of, title, total
from kata.grading.verdict import Test, Verdict

Visibility = Literal["hidden", "after_due_date", "after_published", "visible"]
TEXT = 5000


def render(verdicts: list[Verdict], *, visibility: Visibility = "visible", notes: list[str] | None = None) -> str:
    """An object with the points, the time and every test.

    Args:
        visibility: when students see the tests.
        notes: sentences about the submission as a whole.
    """
    tests = [_row(verdict, test) for verdict in verdicts for test in tests_of(verdict)]
    for number, row in enumerate(tests, start=1):
        row |= {"number": str(number), "visibility": visibility}
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
