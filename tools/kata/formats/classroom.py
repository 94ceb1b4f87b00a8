"""The result of GitHub Classroom's graders, for `classroom-resources/autograding-grading-reporter`.

Lines for `$GITHUB_OUTPUT`: `result=` holds all verdicts, and where there are several, one more line for each kata, so
that a workflow can name each as a runner of its own. The value is base64 of a line of JSON.

A test is a row, with its points in its name. The reporter's notice ("Points 24/30") adds up points; its table and its
"tests passed" count rows, so that between none and all of a kata's tests the table's score is not the points.
"""

import base64
import json
from typing import Any

from kata.formats.text import defused, earned, held, is_judged, reason, short, tests_of, title, total
from kata.grading.verdict import Test, Verdict
from kata.safe import cut

VERSION = 1
OUTPUT = 500  # characters; the format's own bound
MESSAGE = 1000
# The reporter reads a result from one environment variable, which Linux bounds at 128 KiB.
MOST_BYTES = 90_000


def render(verdicts: list[Verdict]) -> str:
    """Lines of `name=value`, for the outputs of a step."""
    lines = [f"result={_encoded(payload(verdicts))}"]
    if len(verdicts) > 1:
        lines += [f"{verdict.kata}={_encoded(payload([verdict]))}" for verdict in verdicts]
    return "\n".join(lines) + "\n"


def payload(verdicts: list[Verdict]) -> dict[str, Any]:
    """The result, before it is encoded."""
    for message, output in ((MESSAGE, OUTPUT), (120, 0)):
        tests = _rows(verdicts, message, output)
        result = {
            "version": VERSION,
            "status": _status(verdicts),
            "max_score": total(verdicts)[1],
            "tests": tests,
        }
        if len(json.dumps(result)) <= MOST_BYTES:
            return result
    # Too many for rows of their own: the points are right, the reporter's table is as near as it can be.
    return {**result, "tests": [_whole(verdict) for verdict in verdicts]}


def _encoded(result: dict[str, Any]) -> str:
    return base64.b64encode(json.dumps(result).encode()).decode()


def _status(verdicts: list[Verdict]) -> str:
    if all(verdict.passed for verdict in verdicts):
        return "pass"
    nothing_ran = not any(map(is_judged, verdicts))
    return "error" if nothing_ran else "fail"


def _rows(verdicts: list[Verdict], message: int, output: int) -> list[dict[str, Any]]:
    rows = []
    for verdict in verdicts:
        for number, test in enumerate(tests_of(verdict)):
            rows.append(_row(verdict, test, message, output, first=not number))
    return rows


def _row(verdict: Verdict, test: Test, message: int, output: int, *, first: bool) -> dict[str, Any]:
    passed = held(verdict, test)
    name = defused(f"{verdict.kata}: {title(test)}")
    status, text = ("pass" if passed else "fail"), ""
    if not passed:
        # The reporter shows the message of an error, in place of the name, and no other.
        judged = is_judged(verdict)
        if (judged and test.status != "failed") or (not judged and first):
            status = "error"
        text = short(f"{name if judged else verdict.kata}: {reason(verdict, test)}", message)
    row: dict[str, Any] = {
        "name": cut(name, 180) + (f" ({earned(verdict, test)}/{test.max_points})" if test.max_points else ""),
        "status": status,
        "score": earned(verdict, test),
        "message": text or None,
        "test_code": short(test.call, message),
        "filename": "",
        "line_no": 0,
        "duration": round(test.duration * 1000),
    }
    if test.output and output:
        row["output"] = short(test.output, output)
    return row


def _whole(verdict: Verdict) -> dict[str, Any]:
    """A kata as one row."""
    return {
        "name": verdict.kata,
        "status": "pass" if verdict.passed else "fail",
        "score": total([verdict])[0],
        "message": short(verdict.message, 120) or None,
        "test_code": "",
        "filename": "",
        "line_no": 0,
        "duration": round(verdict.duration * 1000),
    }
