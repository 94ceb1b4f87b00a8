"""`results.json` of an external grader of PrairieLearn."""

import json
from typing import Any

from kata.formats.text import defused, details, earned, held, reason, short, tests_of, title, total
from kata.grading.verdict import Test, Verdict

TEXT = 5000
MOST_BYTES = 900_000  # PrairieLearn takes a MB


def render(verdicts: list[Verdict], *, notes: list[str] | None = None) -> str:
    """An object with the share of the points, and every test.

    An answer that can't be run earns nothing rather than being "not gradable", which would cost no attempt.

    Args:
        notes: sentences about the submission as a whole.
    """
    points, most = total(verdicts)
    lines = [f"{verdict.kata}: {total([verdict])[0]} of {verdict.max_points} points" for verdict in verdicts]
    lines += [line for verdict in verdicts for line in (verdict.message, *(one.says for one in verdict.headlines()))]
    result: dict[str, Any] = {"gradable": True, "score": points / most if most else 0.0}
    result["message"] = short(defused("\n".join(line for line in [*lines, *(notes or [])] if line)), TEXT)
    for length in (TEXT, 500, 0):
        result["tests"] = [_row(verdict, test, length) for verdict in verdicts for test in tests_of(verdict)]
        text = json.dumps(result, indent=2) + "\n"
        if len(text.encode()) <= MOST_BYTES:
            break
    return text


def _row(verdict: Verdict, test: Test, length: int) -> dict[str, Any]:
    passed = held(verdict, test)
    return {
        "name": short(f"{verdict.kata}: {test.name}", 200),
        "description": short(title(test), 500),
        "points": earned(verdict, test),
        "max_points": test.max_points,
        "message": "" if passed else short(reason(verdict, test), length),
        "output": "" if passed else short(details(test), length),
    }
