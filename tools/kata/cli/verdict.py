"""A verdict as a page: how many points, what held, what didn't and why, what to do next."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kata.cli.comparison import LABEL, show_comparison, show_map
from kata.cli.layout import Line, Span, cells, cut
from kata.cli.screen import Screen
from kata.grading.verdict import Diagnosis, Test, Verdict
from kata.learner.explaining import STATUS_WORDS, TEST_WORDS, explained_failures, points, ran
from kata.learner.shown_path import shown
from kata.safe import safe

if TYPE_CHECKING:
    from kata.learner.checking import LoadedAttempt
    from kata.learner.standing import Standing


@dataclass(frozen=True)
class _Room:
    """How much of a verdict is shown: lines of each value, of the call, of what was printed; others."""

    values: int
    call: int
    printed: int
    failures: int = 1000
    map_rows: int = 0


# The first with which the page fits its rows.
_ROOMS = (
    _Room(12, 24, 12, map_rows=16),
    _Room(8, 8, 6, map_rows=8),
    _Room(6, 5, 3, 6, map_rows=4),
    _Room(6, 5, 3, 6),
    _Room(5, 1, 2, 4),
    _Room(4, 1, 1, 3),
    _Room(3, 1, 0, 2),
)

# Words that shout, so that a failure is found in plain text.
_QUIET = ("passed", "not_run")


@dataclass(frozen=True)
class VerdictContext:
    """What the page says besides the verdict."""

    path: str  # of the attempt
    checks: int  # of this kata, this one included
    hints_seen: int
    hints: int
    spec_changed: bool = False
    whole: bool = False  # show every test, and all that is known of those that did not pass
    rows: int | None = None  # that the page should fit in; None: of any length
    rated: str = ""  # a sentence: how a pass is rated, and when the kata comes again
    elsewhere: str = ""  # a sentence: which checks of an assignment are made where
    standing: "Standing | None" = None  # after a pass


def verdict_context(
    ready: "LoadedAttempt",
    *,
    whole: bool = False,
    rows: int | None = None,
    rated: str = "",
    standing: "Standing | None" = None,
) -> VerdictContext:
    """What the page of a verdict says besides it.

    Args:
        whole: show all that is known of every test.
        rows: that the page should fit in.
        rated: how a pass is rated.
        standing: after a pass: what is reached, and what comes next.
    """
    kata, state = ready.kata, ready.state
    return VerdictContext(
        path=shown(ready.path),
        checks=state.checks + 1,
        hints_seen=state.hints,
        hints=len(kata.hints),
        spec_changed=state.begun and state.spec != kata.spec_hash,
        whole=whole,
        rows=rows,
        rated=rated,
        elsewhere=ready.elsewhere,
        standing=standing,
    )


class _Draft(Screen):
    """Keeps the lines that are written, so that they can be counted before they are shown."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen.out, screen.width)
        self.plain = screen.plain
        self.lines: list[Line] = []

    def emit(self, line: Line) -> None:
        self.lines.append(line)


def show_verdict(screen: Screen, verdict: Verdict, context: VerdictContext) -> None:
    """Write a verdict, and what to do next."""
    end = _Draft(screen)
    end.blank()
    if context.elsewhere:
        end.line(context.elsewhere)
    (_show_after_pass if verdict.passed else _show_next_step)(end, verdict, context)
    beginning = _Draft(screen)
    beginning.line(*headline(screen, verdict))
    rows = None if context.rows is None else context.rows - len(beginning.lines) - len(end.lines)
    for line in beginning.lines:
        screen.emit(line)
    show_details(screen, verdict, replace(context, rows=rows))
    for line in end.lines:
        screen.emit(line)


def show_details(screen: Screen, verdict: Verdict, context: VerdictContext) -> None:
    """Write all that a verdict says, except its headline and what to do next: as much as its rows have room for."""
    rows = None if context.whole else context.rows
    draft = _Draft(screen)
    for room in _ROOMS:
        draft = _Draft(screen)
        _write_details(draft, verdict, context, room)
        if rows is None or len(draft.lines) <= rows:
            break
    lines = draft.lines
    if rows is not None and len(lines) > rows:
        shown = max(rows - 1, 1)
        lines = [*lines[:shown], [(f"... and {len(lines) - shown} lines more: `kata check --all`", "dim")]]
    for line in lines:
        screen.emit(line)


def _write_details(screen: Screen, verdict: Verdict, context: VerdictContext, room: _Room) -> None:
    if context.spec_changed:
        screen.line(
            ("The specification of this kata has changed since you began. ", "warn"),
            "`kata show` has the new one; `kata reset` starts from its stub and keeps your work.",
        )
    if verdict.message:
        screen.blank()
        screen.paragraphs(verdict.message)
    if ran(verdict):
        _show_failures(screen, verdict, context, room)
        if context.whole:
            _show_passed(screen, verdict)
    if verdict.output:
        screen.blank()
        _show_output(screen, verdict.output, "While it was loaded, your file printed:", max(room.printed, 1))
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
        spans: list[Span] = [(mark, "passed"), (verdict.kata, "passed"), f"  {points(verdict)}"]
        spans.append(f", all {held} tests" if held > 1 else "")
    else:
        mark = "not passed: " if screen.plain else "✗ "
        spans = [(mark, "failed"), (verdict.kata, "failed"), f"  {points(verdict)}"]
        word = STATUS_WORDS.get(verdict.status)
        if word:
            spans.append(f", {word}")
        elif verdict.tests:
            spans.append(f", {held} of {len(verdict.tests)} tests passed")
    return [*spans, (f"  ({verdict.duration:.1f} s)", "dim")]


def _show_failures(screen: Screen, verdict: Verdict, context: VerdictContext, room: _Room) -> None:
    """The first test that did not pass with all that is known of it, the others a line each; each its diagnosis."""
    failures = list(explained_failures(verdict))
    for number, (test, diagnoses) in enumerate(failures):
        whole = context.whole or number == 0
        if not whole and number > room.failures:
            screen.line((f"and {len(failures) - number} more: `kata check --all`", "dim"), indent=10)
            break
        if number < 2 or whole:
            screen.blank()
        _show_title(screen, test, cut_short=not whole)
        for diagnosis, reach in diagnoses:
            _show_diagnosis(screen, diagnosis, reach)
        if whole:
            _show_failure(screen, test, room)


def _show_diagnosis(screen: Screen, diagnosis: Diagnosis, reach: str) -> None:
    if screen.plain:
        screen.line("Diagnosis: ", diagnosis.says, f" {reach}" if reach else "", indent=4)
    else:
        bar = ("    ┃ ", "warn")
        screen.line((diagnosis.says, "strong"), (f" {reach}" if reach else "", "dim"), first=bar, rest=bar)


def _show_passed(screen: Screen, verdict: Verdict) -> None:
    passed = [test for test in verdict.tests if test.status == "passed"]
    if passed:
        screen.blank()
    for test in passed:
        _show_title(screen, test, cut_short=False)


def _show_title(screen: Screen, test: Test, *, cut_short: bool) -> None:
    passed = test.status == "passed"
    share = f"{test.points:>3}/{test.max_points:<3} " if test.max_points else " " * 8
    quiet = TEST_WORDS.get(test.status, test.status)
    word = quiet if test.status in _QUIET else quiet.upper()
    first: Span
    if screen.plain:
        first = f"{word:<9} {share} "
    else:
        first = (f"{'✓' if passed else '✗'} {share} ", "good" if passed else "bad")
    lead = "" if screen.plain or test.status in ("passed", "failed") else f"{word.lower()}: "
    title = safe(test.title or test.name)
    if cut_short:
        title = cut(title, max(screen.width - cells(first if isinstance(first, str) else first[0]) - cells(lead), 12))
    screen.line((lead, "bad"), (title, "" if passed else "strong"), first=first)


def _show_failure(screen: Screen, test: Test, room: _Room) -> None:
    indent = 4
    if test.call and (room.call == 1 or "\n" not in test.call):
        line = safe(re.sub(r"(?<=[(\[])\s+|\s+(?=[)\]])", "", test.call) if "\n" in test.call else test.call)
        line = re.sub(r"\s+", " ", line)
        line = cut(line, screen.width - indent - LABEL) if room.call == 1 else line
        screen.line((line, "code"), indent=indent, first=("call".ljust(LABEL), "dim"))
    elif test.call:
        screen.line(("call", "dim"), indent=indent)
        screen.text(test.call, indent=indent + 2, style="code", most=room.call)
    if test.expected or test.got:
        show_comparison(screen, test.expected, test.got, indent, room.values)
    if test.map and not screen.plain and room.map_rows:
        show_map(screen, test.map, indent, room.map_rows)
    if "\n" in test.message:
        screen.paragraphs(test.message, indent=indent)
        screen.paragraphs(test.where, indent=indent)
    else:
        screen.line(" ".join(filter(None, [test.message, *test.where.split("\n")])), indent=indent)
    if test.traceback:
        screen.line(("in your code", "dim"), indent=indent)
        screen.text(test.traceback, indent=indent + 2, most=max(room.call, 4))
    if test.output and room.printed:
        screen.line(("your code printed", "dim"), indent=indent)
        screen.text(test.output, indent=indent + 2, most=room.printed)


def _show_output(screen: Screen, output: str, lead: str, most: int) -> None:
    screen.line((lead, "dim"))
    screen.text(output, indent=2, most=most)


def _show_after_pass(screen: Screen, verdict: Verdict, context: VerdictContext) -> None:
    if context.rated:
        screen.line(context.rated)
    follows = "the next kata"
    if context.standing is not None:
        screen.line(context.standing.reached)
        follows = context.standing.next or "all are passed"
    rows: list[tuple[Span, Span]] = [(("kata next", "code"), follows)]
    if verdict.max_points:
        rows.insert(0, (("kata solution", "code"), "the reference, and other right answers"))
    screen.table(rows)


def _show_next_step(screen: Screen, verdict: Verdict, context: VerdictContext) -> None:
    """What was said last is read first: the diagnosis, the points, and what to do."""
    if verdict.status == "grader_error":
        screen.line("The fault is the grader's and not yours: your work counts as neither right nor wrong.")
        screen.line("Please report it with what `kata check --json` writes.")
        return
    if ran(verdict):
        for diagnosis in verdict.headlines()[:1]:
            screen.line((first_sentence(diagnosis.says), "strong"), first=("Most likely: ", "warn"))
        passed = sum(test.status == "passed" for test in verdict.tests)
        listed = "" if context.whole else " (`kata check --all` lists them)"
        screen.line((f"{points(verdict)}", "strong"), f"; {passed} of {len(verdict.tests)} tests passed{listed}.")
    steps: list[Span] = ["Edit ", (context.path, "code"), ", then ", ("kata check", "code"), "."]
    if context.hints_seen < context.hints:
        steps += [" Stuck? ", ("kata hint", "code"), f" ({context.hints_seen + 1} of {context.hints})."]
    elif verdict.status != "unedited":
        steps += [" All hints are seen: ", ("kata solution --give-up", "code"), " shows the solution."]
    screen.line(*steps)
    if verdict.max_points and verdict.tests and verdict.status == "failed":
        screen.line((f"The same inputs come until you pass (seed {verdict.seed}).", "dim"))


def first_sentence(text: str) -> str:
    """The beginning of a text up to its first full stop that ends a sentence."""
    return re.split(r"(?<=[.!?]) (?=[A-Z`])", text, maxsplit=1)[0]
