"""CodeGrade's structured output of a custom test, written to file descriptor 3: the points as a fraction."""

import json

from kata.formats.text import total
from kata.grading.verdict import Verdict


def render(verdicts: list[Verdict]) -> str:
    """One line of JSON."""
    points, most = total(verdicts)
    return json.dumps({"tag": "points", "points": f"{points}/{most}"}) + "\n"
