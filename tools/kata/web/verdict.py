"""A verdict for its template."""

from typing import TYPE_CHECKING, Any

from kata.learner.explaining import STATUS_WORDS, TEST_WORDS, explained_failures, points, ran
from kata.web.pictures import curves, error_map, heat_maps, law

if TYPE_CHECKING:
    from kata.grading.verdict import Test, Verdict
    from kata.learner.checking import LoadedAttempt


def verdict_values(verdict: "Verdict", ready: "LoadedAttempt | None" = None, rated: str = "") -> dict[str, Any]:
    """What the template says: the first test that failed with all that is known of it, the others a line each."""
    failures = [
        {"test": test, "diagnoses": diagnoses, **_pictures(test)} for test, diagnoses in explained_failures(verdict)
    ]
    return {
        "verdict": verdict,
        "points": points(verdict),
        "ran": ran(verdict),
        "failures": failures,
        "passes": [test for test in verdict.tests if test.status == "passed"],
        "words": TEST_WORDS,
        "status_word": STATUS_WORDS.get(verdict.status, ""),
        "rated": rated,
        "elsewhere": ready.elsewhere if ready else "",
    }


def _pictures(test: "Test") -> dict[str, Any]:
    drawn = law(test.message, test.expected, test.got)
    lines = None if drawn else curves(test.expected, test.got)
    return {
        "law": drawn,
        "curves": lines,
        "maps": None if drawn or lines else heat_maps(test.expected, test.got),
        "errors": error_map(test.map),
    }
