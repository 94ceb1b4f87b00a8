"""A verdict as the outputs of cells: a page for people, and the mark that nbgrader reads.

Texts of a verdict come from a submission: everything is escaped, and what could act on a reader is written out.
"""

import functools
from typing import TYPE_CHECKING, Any

from kata.formats.differences import MarkedLine, marked_lines
from kata.formats.text import WORDS, held, is_judged, known_of, reason, title
from kata.grading.verdict import Test, Verdict
from kata.safe import safe

if TYPE_CHECKING:
    from jinja2 import Environment


def test_page(verdict: Verdict, test: Test, points: float, most: float) -> str:
    """What a student reads of one test, as HTML.

    Args:
        verdict: what it is part of; shown as it is, so redact it first.
        test: one of its tests.
        points: what the cell earned.
        most: what it can earn.
    """
    ok = held(verdict, test)
    status = test.status if is_judged(verdict) else verdict.status
    return _page(
        "test.html.j2",
        held=ok,
        title=safe(title(test)),
        word="" if status in ("passed", "failed") else WORDS.get(status, status),
        points=f"{points:g}",
        most=f"{most:g}",
        reason="" if ok else safe(reason(verdict, test)),
        details=[] if ok else _details(test),
    )


def _details(test: Test) -> list[tuple[str, list[MarkedLine]]]:
    """What is known of a test: a label, and lines in pieces; of expected and got the pieces that differ are marked."""
    known = [(label, safe(text).strip("\n").split("\n")) for label, text in known_of(test) if text.strip()]
    lines = dict(known)
    both = {"expected": lines.get("got"), "got": lines.get("expected")}
    found: list[tuple[str, list[MarkedLine]]] = []
    for label, own in known:
        partner = both.get(label)
        marked = marked_lines(own, partner) if partner else [None for _ in own]
        found.append((label, [one or [(line, False)] for one, line in zip(marked, own, strict=True)]))
    return found


def summary_page(verdict: Verdict) -> str:
    """What a student reads of a verdict as a whole, as HTML; redact it first."""
    return _page(
        "summary.html.j2",
        passed=verdict.passed,
        kata=verdict.kata,
        points=verdict.points,
        most=verdict.max_points,
        word="" if verdict.status in ("passed", "failed") else WORDS.get(verdict.status, verdict.status),
        message=safe(verdict.message),
        diagnoses=[safe(diagnosis.says) for diagnosis in verdict.headlines()],
        notes=[safe(note) for note in verdict.notes],
        output=safe(verdict.output),
    )


def whole_page(verdict: Verdict) -> str:
    """A verdict and its tests, as HTML: those that did not pass first."""
    ran = any(test.status != "not_run" for test in verdict.tests)
    tests = sorted(verdict.tests, key=lambda test: held(verdict, test)) if ran else []
    return summary_page(verdict) + "".join(test_page(verdict, test, test.points, test.max_points) for test in tests)


def shown(page: str, plain: str) -> Any:
    """A page as a cell's output."""
    return _output("display_data", {"text/html": page, "text/plain": plain})


def mark(points: float) -> Any:
    """A mark as the value of a cell: a plain float, since nbgrader takes what it can't read for full marks."""
    return _output("execute_result", {"text/plain": repr(float(points))}, execution_count=None)


def _output(kind: str, data: dict[str, str], **more: Any) -> Any:
    # nbformat's own `new_output` checks each against its schema, which takes longer than all the rest of a class.
    from nbformat import from_dict

    return from_dict({"output_type": kind, "metadata": {}, "data": data, **more})


def _page(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(**values)


@functools.cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("kata.notebook")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.lstrip_blocks = True
    return environment
