"""What a verdict says, put in order for a screen: which failures, and which diagnosis stands with which."""

from collections.abc import Iterator

from kata.grading.verdict import Diagnosis, Test, TestStatus, Verdict

TEST_WORDS: dict[TestStatus, str] = {
    "passed": "passed",
    "failed": "failed",
    "timeout": "too slow",
    "crashed": "crashed",
    "limit": "limit",
    "forbidden": "forbidden",
    "not_run": "not run",
    "grader_error": "grader",
}

STATUS_WORDS = {
    "unedited": "not begun",
    "broken": "can't be run",
    "forbidden": "uses what it may not",
    "grader_error": "could not be graded",
}


def ran(verdict: Verdict) -> bool:
    """Whether any test was reached."""
    return any(test.status != "not_run" for test in verdict.tests)


def points(verdict: Verdict) -> str:
    """What it is worth, in words."""
    if verdict.tests and not verdict.max_points:
        return "examples only"
    return f"{verdict.points} of {verdict.max_points} points"


def explained_failures(verdict: Verdict) -> Iterator[tuple[Test, list[tuple[Diagnosis, str]]]]:
    """Each test that did not pass, with the diagnoses that no earlier one had, and what else each explains."""
    failures = [test for test in verdict.tests if test.status != "passed"]
    said: set[str] = set()
    for test in failures:
        new = []
        for diagnosis in verdict.diagnoses:
            if test.name in diagnosis.tests and diagnosis.says not in said:
                said.add(diagnosis.says)
                new.append((diagnosis, _reach(diagnosis, len(failures))))
        yield test, new


def _reach(diagnosis: Diagnosis, failures: int) -> str:
    others = len(diagnosis.tests) - 1
    if diagnosis.whole and failures > 1:
        return "That alone gives every failure here."
    if others:
        return f"It explains {'another test' if others == 1 else f'{others} more tests'} too."
    return ""
