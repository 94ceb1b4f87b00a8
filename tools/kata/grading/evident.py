"""Causes that a failure shows by itself, where no known mistake explains it."""

from collections.abc import Collection

from kata.grading.failure import Failure
from kata.grading.plugin import missing_exception
from kata.grading.verdict import Diagnosis, Test, Verdict
from kata.stub import asked_for

NOT_REFUSED = "not-refused"
ARGUMENT_CHANGED = "argument-changed"


def evident_causes(verdict: Verdict, failures: dict[str, Failure], stub: str) -> list[Diagnosis]:
    """What failing tests show that no diagnosis of the verdict explains: an error not raised, an argument changed.

    Args:
        failures: how the answer failed, by test item.
        stub: whose functions and classes can be blamed. What is given can't, and a class may have any name of the
            answer's choice.
    """
    asked = asked_for(stub)
    failing = [test for test in verdict.tests if test.status != "passed"]
    explained = {name for diagnosis in verdict.diagnoses for name in diagnosis.tests}
    lost = sum(test.max_points for test in failing)
    # Of a test with several items, the first that failed counts.
    how = {name.partition("[")[0]: failure for name, failure in reversed(failures.items())}
    found: dict[tuple[str, str], list[Test]] = {}
    for test in failing:
        if test.name not in explained and test.name in how and (cause := _cause(test, how[test.name], asked)):
            found.setdefault(cause, []).append(test)
    return [
        Diagnosis(
            name,
            says,
            [test.name for test in tests],
            points := sum(test.max_points for test in tests),
            whole=len(tests) == len(failing),
            headline=tests[0] is failing[0] or 2 * points > lost,
            known=False,
        )
        for (name, says), tests in found.items()
    ]


def _cause(test: Test, failure: Failure, asked: Collection[str]) -> tuple[str, str] | None:
    """The name of a cause, and a sentence for the learner."""
    called = test.call.partition("(")[0]
    first, *rest = called.split(".")
    ours = first in asked and all(part.isascii() and part.isidentifier() for part in rest)
    function = f"`{called}`" if ours else "The code"
    if failure.kind == "missing exception":
        wanted = missing_exception(failure.text.partition(": ")[2])
        return NOT_REFUSED, f"{function} doesn't raise {wanted}: the check is missing, or it lets this case through."
    if failure.kind == "argument":
        return ARGUMENT_CHANGED, f"{function} works in place on an argument, which belongs to whoever calls it."
    return None
