"""`result.json` of Classroom 50, schema classroom50/result/v1: whole numbers only, no keys of one's own at the top."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime

from kata.errors import KataError
from kata.formats.text import WORDS, earned, held, reason, short, tests_of, title, total
from kata.grading.verdict import Test, Verdict

SCHEMA = "classroom50/result/v1"
MESSAGE = 2000

# Key of the result, and the variable that Classroom 50's runner sets for it.
_VARIABLES = {
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "assignment_type": "ASSIGNMENT_TYPE",
    "owner": "OWNER",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}
# What an older runner leaves out.
_INSTEAD = {"OWNER": "USERNAME", "REVIEW_URL": "COMMIT_URL"}


def render(
    verdicts: list[Verdict], *, environment: Mapping[str, str] | None = None, now: datetime | None = None
) -> str:
    """An object of that schema.

    Args:
        environment: where the runner's variables are; by default this process's.
        now: when it is; by default now. The runner puts the time of the commit in its place.

    Raises:
        KataError: if a variable of the runner's isn't set.
    """
    known = os.environ if environment is None else environment
    result: dict[str, object] = {"schema": SCHEMA}
    for key, variable in _VARIABLES.items():
        value = known.get(variable) or known.get(_INSTEAD.get(variable, ""), "")
        if key == "assignment_type":
            value = value or "individual"
        if not value:
            raise KataError(
                f"The format classroom50 needs the variable {variable}, which isn't set. Classroom 50's runner sets "
                f"it, with {', '.join(other for other in _VARIABLES.values() if other != variable)}."
            )
        result[key] = value
    result["datetime"] = (now or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    result["score"], result["max-score"] = total(verdicts)
    result["tests"] = [_row(verdict, test) for verdict in verdicts for test in tests_of(verdict)]
    return json.dumps(result, indent=2) + "\n"


def _row(verdict: Verdict, test: Test) -> dict[str, object]:
    row: dict[str, object] = {
        "test-name": short(f"{verdict.kata}: {title(test)}", 200),
        "passed": held(verdict, test),
        "score": earned(verdict, test),
        "max-score": test.max_points,
        "status": WORDS.get(test.status, test.status),
    }
    why = reason(verdict, test)
    return row | ({"message": short(why, MESSAGE)} if why else {})
