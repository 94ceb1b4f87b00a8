"""A verdict as a page: how many points, what held, what didn't and why, what to do next."""

from dataclasses import dataclass

from kata.cli.comparison import LABEL, show_comparison
from kata.cli.layout import Span
from kata.cli.screen import Screen
from kata.grading.verdict import Diagnosis, Test, TestStatus, Verdict

WHOLE = 3  # failing tests that are shown with all that is known of them
OUTPUT_LINES = 12  # of what the answer printed

_WORDS: dict[TestStatus, str] = {
    "passed": "passed",
    "failed": "FAILED",
    "timeout": "TOO SLOW",
    "crashed": "CRASHED",
    "limit": "LIMIT",
    "forbidden": "FORBIDDEN",
    "not_run": "not run",
    "grader_error": "GRADER",
}

_STATUS_WORDS = {
    "unedited": "not begun",
    "broken": "can't be run",
    "forbidden": "uses what it may not",
    "grader_error": "could not be graded",
}


@dataclass(frozen=True)
class VerdictContext:
    """What the page says besides the verdict."""

    path: str  # of the attempt
    checks: int  # of this kata, this one included
    hints_seen: int
    hints: int
    spec_changed: bool = False
    whole: bool = False  # show every failing test whole, and the passed ones of a pass
    most: int = WHOLE  # failing tests that are shown whole otherwise
    rated: str = ""  # a sentence: how a pass is rated, and when the kata comes again
    elsewhere: str = ""  # a sentence: which checks of an assignment are made where


def show_verdict(screen: Screen, verdict: Verdict, context: VerdictContext) -> None:
    """Write a verdict, and what to do next."""
    screen.line(*headline(screen, verdict))
    show_details(screen, verdict, context)
    screen.blank()
    if context.elsewhere:
        screen.line(context.elsewhere)
    (_show_after_pass if verdict.passed else _show_next_step)(screen, verdict, context)


def show_details(screen: Screen, verdict: Verdict, context: VerdictContext) -> None:
    """Write all that a verdict says, except its headline and what to do next."""
    if context.spec_changed:
        screen.line(
            ("The specification of this kata has changed since you began. ", "warn"),
            "`kata show` has the new one; `kata reset` starts from its stub and keeps your work.",
        )
    if verdict.message:
        screen.blank()
        screen.paragraphs(verdict.message)
    for diagnosis in verdict.headlines():
        _show_diagnosis(screen, diagnosis)
    if not verdict.passed or context.whole:
        _show_tests(screen, verdict, context)
    if verdict.output:
        _show_output(screen, verdict.output, "While it was loaded, your file printed:", indent=0)
    for note in verdict.notes:
        screen.line((note, "warn"), first=("Note: ", "warn"))
    if context.whole and verdict.confinement:
        for sentence in verdict.confinement.missing:
            screen.line((sentence, "dim"), first=("Confinement: ", "dim"))


def headline(screen: Screen, verdict: Verdict) -> list[Span]:
    """A verdict in a line."""
    held = sum(test.status == "passed" for test in verdict.tests)
    if verdict.passed:
        mark = "passed: " if screen.plain else "✓ "
        spans: list[Span] = [(mark, "passed"), (verdict.kata, "passed"), f"  {_points(verdict)}"]
        spans.append(f", all {held} tests" if held > 1 else "")
    else:
        mark = "not passed: " if screen.plain else "✗ "
        spans = [(mark, "failed"), (verdict.kata, "failed"), f"  {_points(verdict)}"]
        word = _STATUS_WORDS.get(verdict.status)
        if word:
            spans.append(f", {word}")
        elif verdict.tests:
            spans.append(f", {held} of {len(verdict.tests)} tests passed")
    return [*spans, (f"  ({verdict.duration:.1f} s)", "dim")]


def _ran(verdict: Verdict) -> bool:
    return any(test.status != "not_run" for test in verdict.tests)


def _points(verdict: Verdict) -> str:
    if verdict.tests and not verdict.max_points:
        return "examples only"
    return f"{verdict.points} of {verdict.max_points} points"


def _show_diagnosis(screen: Screen, diagnosis: Diagnosis) -> None:
    screen.blank()
    if screen.plain:
        screen.line("Diagnosis: ", diagnosis.says)
    else:
        bar = ("┃ ", "warn")
        screen.line((diagnosis.says, "strong"), first=bar, rest=bar)


def _show_tests(screen: Screen, verdict: Verdict, context: VerdictContext) -> None:
    """What held, a line each; then what didn't: the first ones whole."""
    held = [test for test in verdict.tests if test.status == "passed"]
    fell = [test for test in verdict.tests if test.status != "passed"]
    if not _ran(verdict):
        return
    if held:
        screen.blank()
    for test in held:
        _show_title(screen, test)
    whole = len(fell) if context.whole else context.most
    for test in fell[:whole]:
        screen.blank()
        _show_title(screen, test)
        _show_failure(screen, test, verdict.explanation(test))
    if fell[whole:]:
        screen.blank()
        for test in fell[whole:]:
            _show_title(screen, test)
        screen.line(("`kata check --all` shows these whole too.", "dim"), indent=2)


def _show_title(screen: Screen, test: Test) -> None:
    held = test.status == "passed"
    share = f"{test.points:>3}/{test.max_points:<3} " if test.max_points else " " * 8
    word = _WORDS.get(test.status, test.status)
    if screen.plain:
        first: Span = f"{word:<9} {share} "
    else:
        first = (f"{'✓' if held else '✗'} {share} ", "good" if held else "bad")
    spans: list[Span] = [(test.title or test.name, "" if held else "strong")]
    if not screen.plain and test.status not in ("passed", "failed"):
        spans.insert(0, (f"{word.lower()}: ", "bad"))
    screen.line(*spans, first=first)


def _show_failure(screen: Screen, test: Test, explanation: str) -> None:
    indent = 4
    if explanation:
        screen.line((explanation, "strong"), indent=indent)
    if "\n" in test.call:
        screen.line(("call", "dim"), indent=indent)
        screen.text(test.call, indent=indent + 2, style="code", most=OUTPUT_LINES * 2)
    elif test.call:
        screen.line((test.call, "code"), indent=indent, first=("call".ljust(LABEL), "dim"))
    if test.expected or test.got:
        show_comparison(screen, test.expected, test.got, indent)
    for text in (test.message, test.where):
        if text:
            screen.paragraphs(text, indent=indent)
    if test.traceback:
        screen.line(("in your code", "dim"), indent=indent)
        screen.text(test.traceback, indent=indent + 2, most=OUTPUT_LINES * 2)
    if test.output:
        _show_output(screen, test.output, "your code printed", indent=indent)


def _show_output(screen: Screen, output: str, lead: str, indent: int) -> None:
    if indent == 0:
        screen.blank()
    screen.line((lead, "dim"), indent=indent)
    screen.text(output, indent=indent + 2, most=OUTPUT_LINES)


def _show_after_pass(screen: Screen, verdict: Verdict, context: VerdictContext) -> None:
    if context.rated:
        screen.line(context.rated)
    rows: list[tuple[Span, Span]] = [(("kata next", "code"), "the next kata")]
    if verdict.max_points:
        rows.insert(0, (("kata solution", "code"), "the reference, and other right answers"))
    screen.table(rows)


def _show_next_step(screen: Screen, verdict: Verdict, context: VerdictContext) -> None:
    if verdict.status == "grader_error":
        screen.line("The fault is the grader's and not yours: your work counts as neither right nor wrong.")
        screen.line("Please report it with what `kata check --json` writes.")
        return
    if _ran(verdict):
        screen.line((f"{_points(verdict)}.", "strong"))  # once more: the headline may have scrolled away
    rows: list[tuple[Span, Span]] = [(("edit", "strong"), (context.path, "code")), (("kata check", "code"), "again")]
    if context.hints_seen < context.hints:
        again = f"hint {context.hints_seen + 1} of {context.hints}"
        rows.append((("kata hint", "code"), f"when you are stuck: {again}"))
    elif verdict.status != "unedited":
        rows.append((("kata solution --give-up", "code"), "all hints are seen: read the solution and move on"))
    screen.table(rows)
    if verdict.max_points and verdict.tests and verdict.status == "failed":
        screen.line((f"The same inputs come until you pass (seed {verdict.seed}).", "dim"))
