"""Autolab's autoresult: the last line that an autograder writes to its standard output, a score for each problem.

The problems of the assessment on Autolab have to be called as the katas are.
"""

import json

from kata.formats.text import total
from kata.grading.verdict import Verdict


def render(verdicts: list[Verdict]) -> str:
    """One line of JSON."""
    return json.dumps({"scores": {verdict.kata: total([verdict])[0] for verdict in verdicts}}) + "\n"
