"""Texts that a submission may have written, made harmless for whoever shows them; and a verdict in a few words."""

from kata.grading.verdict import Test, TestStatus, Verdict
from kata.safe import cut, no_commands, safe


def defused(text: str) -> str:
    """`text` without anything that a terminal or a workflow's log would obey."""
    return no_commands(safe(text))


def short(text: str, most: int) -> str:
    """The beginning of a text of a submission, made harmless."""
    return cut(defused(cut(text, most)), most)


def title(test: Test) -> str:
    """What a test is called: in words where it has any."""
    return test.title or test.name


def reason(verdict: Verdict, test: Test) -> str:
    """Why a test earned nothing, as far as it may be told; empty for one that passed and counts."""
    if held(verdict, test):
        return ""
    parts = [test.message, test.where] if test.message or test.where else [verdict.message]
    parts.append(verdict.explanation(test))
    return "\n".join(part for part in parts if part) or WORDS.get(test.status, test.status)


def known_of(test: Test) -> list[tuple[str, str]]:
    """What is known of a failing test beyond its reason, each text with what it is; some are empty."""
    return [
        ("call", test.call),
        ("expected", test.expected),
        ("got", test.got),
        ("in your code", test.traceback),
        ("your code printed", test.output),
    ]


def details(test: Test) -> str:
    """What is known of a failing test beyond its reason, as text."""
    lines = []
    for label, text in known_of(test):
        if "\n" in text.strip("\n"):
            lines += [f"{label}:", *(f"    {line}" for line in text.rstrip("\n").split("\n"))]
        elif text:
            lines.append(f"{label}: {text.strip()}")
    return "\n".join(lines)


WORDS = {
    "passed": "passed",
    "failed": "failed",
    "timeout": "too slow",
    "crashed": "crashed",
    "limit": "hit a limit",
    "forbidden": "forbidden",
    "not_run": "not run",
    "grader_error": "the grader failed",
    "unedited": "not begun",
    "broken": "can't be run",
}


def held(verdict: Verdict, test: Test) -> bool:
    """Whether a test passed and counts: a verdict about the whole file outweighs its tests."""
    return test.status == "passed" and is_judged(verdict)


def tests_of(verdict: Verdict) -> list[Test]:
    """The tests of a verdict; where it has none, one that stands for all of it."""
    status: TestStatus = "passed" if verdict.passed else "not_run"
    lone = Test(verdict.kata, verdict.kata, status, total([verdict])[0], verdict.max_points, duration=verdict.duration)
    return verdict.tests or [lone]


def is_judged(verdict: Verdict) -> bool:
    """Whether the tests decided; otherwise nothing is earned, whatever some of them gave."""
    return verdict.status in ("passed", "failed")


def earned(verdict: Verdict, test: Test) -> int:
    """The points of a test that count."""
    return test.points if is_judged(verdict) else 0


def total(verdicts: list[Verdict]) -> tuple[int, int]:
    """The points that are earned, and those that could be."""
    return sum(verdict.points for verdict in verdicts if is_judged(verdict)), sum(v.max_points for v in verdicts)
