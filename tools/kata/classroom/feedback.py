"""How much of a verdict a student is shown; the points stay."""

import copy
from dataclasses import dataclass
from typing import Literal

from kata.grading.verdict import Test, Verdict

Detail = Literal["full", "message", "name", "none"]
DETAILS: tuple[Detail, ...] = ("full", "message", "name", "none")

# Texts of a test that go with each step down from everything.
_VALUES = ("call", "expected", "got", "where", "traceback", "output")


@dataclass(frozen=True)
class FeedbackPolicy:
    """What students are told of a test that did not pass.

    Args:
        detail: "full" is everything; "message" what went wrong, without the call and its values; "name" what should
            hold, no more; "none" only that a test did not pass, without saying which.
        diagnosis: whether a known mistake is named: it tells the approach.
    """

    detail: Detail = "full"
    diagnosis: bool = True


def redact(verdict: Verdict, policy: FeedbackPolicy) -> Verdict:
    """A copy of a verdict with no more than the policy allows.

    What is about the file as a whole stays (it can't be loaded, a name is missing): without it nobody could go on. The
    seed and the log for the kata's author always go: whoever knows the inputs can answer by a table.
    """
    shown = copy.deepcopy(verdict)
    shown.seed = 0
    shown.author_log = ""
    if not policy.diagnosis:
        shown.diagnoses = []
    if policy.detail == "full":
        return shown
    shown.output = ""
    shown.notes = shown.notes if policy.detail == "message" else []
    for number, test in enumerate(shown.tests, start=1):
        _redact_test(test, number, policy)
    if policy.detail == "none":
        for diagnosis in shown.diagnoses:
            diagnosis.tests, diagnosis.points = [], 0
    return shown


def _redact_test(test: Test, number: int, policy: FeedbackPolicy) -> None:
    for name in _VALUES:
        setattr(test, name, "")
    if policy.detail != "message":
        test.message = ""
    if policy.detail == "none":
        test.name = f"test_{number}"
        test.title = f"Test {number}"
