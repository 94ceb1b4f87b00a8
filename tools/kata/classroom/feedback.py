"""How much of a verdict a student is shown; the points stay."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kata.grading.verdict import Test, Verdict

Visibility = Literal["visible", "after_due", "hidden"]
VISIBILITIES: tuple[Visibility, ...] = ("visible", "after_due", "hidden")
Detail = Literal["full", "message", "name", "none"]
DETAILS: tuple[Detail, ...] = ("full", "message", "name", "none")

# Texts of a test that go with each step down from everything.
_VALUES = ("call", "expected", "got", "where", "map", "traceback", "output", "script")


@dataclass(frozen=True)
class FeedbackPolicy:
    """What students are told of a test that did not pass.

    Args:
        detail: "full" is everything; "message" what went wrong, without the call and its values; "name" what should
            hold, no more; "none" only that a test did not pass, without saying which.
        diagnosis: whether a known mistake is named: it tells the approach.
        tests: whether students see tests that nothing else is said of: always, after the due date, or never.
        visibility: the same of single tests, by KATA.TEST.
    """

    detail: Detail = "full"
    diagnosis: bool = True
    tests: Visibility = "visible"
    visibility: Mapping[str, Visibility] = field(default_factory=dict)

    def of(self, kata: str, test: str) -> Visibility:
        """Whether students see a test."""
        return self.visibility.get(f"{kata}.{test}", self.tests)


def visibilities(verdict: Verdict, policy: FeedbackPolicy) -> list[Visibility]:
    """Whether students see each test of a verdict, in its order."""
    return [policy.of(verdict.kata, test.name) for test in verdict.tests]


def redact(verdict: Verdict, policy: FeedbackPolicy, *, until_due: bool = True, hide: bool = True) -> Verdict:
    """A copy of a verdict with no more than the policy allows.

    Of a test that students don't see stays how many points it has, and whether it has them: the sum would tell it.

    Args:
        until_due: whether what they see after the due date is still hidden.
        hide: False for a platform that hides tests itself.

    What is about the file as a whole stays (it can't be loaded, a name is missing): without it nobody could go on. The
    seed and the log for the kata's author always go: whoever knows the inputs can answer by a table.
    """
    shown = copy.deepcopy(verdict)
    shown.seed = 0
    shown.author_log = ""
    if not policy.diagnosis:
        shown.diagnoses = []
    hidden = {
        test.name
        for test, seen in zip(verdict.tests, visibilities(verdict, policy), strict=True)
        if hide and (seen == "hidden" or (seen == "after_due" and until_due))
    }
    if hidden:
        _hide(shown, hidden)
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


def _hide(shown: Verdict, hidden: set[str]) -> None:
    """Take away what tells of these tests, and what they tell."""
    shown.output = ""
    for diagnosis in shown.diagnoses:
        diagnosis.tests = [name for name in diagnosis.tests if name not in hidden]
    shown.diagnoses = [diagnosis for diagnosis in shown.diagnoses if diagnosis.tests]
    for number, test in enumerate((one for one in shown.tests if one.name in hidden), start=1):
        for name in (*_VALUES, "message"):
            setattr(test, name, "")
        test.name, test.title = f"hidden_test_{number}", f"Hidden test {number}"


def _redact_test(test: Test, number: int, policy: FeedbackPolicy) -> None:
    for name in _VALUES:
        setattr(test, name, "")
    if policy.detail != "message":
        test.message = ""
    if policy.detail == "none":
        test.name = f"test_{number}"
        test.title = f"Test {number}"
