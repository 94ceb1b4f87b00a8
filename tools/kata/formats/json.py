"""JSON: the verdicts as docs/verdict.md describes them, with their sum. `kata classroom results` reads it."""

import json
from typing import Any

from kata.formats.text import total
from kata.grading.verdict import Verdict

SCHEMA = 1


def render(verdicts: list[Verdict], *, assignment: str = "", student: str = "", mlkata: str = "") -> str:
    """An object with `points`, `max_points` and `verdicts`.

    Args:
        assignment: its name, where the verdicts are one's.
        student: whose they are, if it is known.
        mlkata: the version of this package that the assignment was made with.
    """
    points, most = total(verdicts)
    result: dict[str, Any] = {
        "schema": SCHEMA,
        "points": points,
        "max_points": most,
        "assignment": assignment,
        "student": student,
        "mlkata": mlkata,
        "verdicts": [verdict.to_dict() for verdict in verdicts],
    }
    return json.dumps(result, indent=2) + "\n"
