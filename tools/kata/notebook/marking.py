"""An nbgrader notebook graded without running it: its cells as they were released, answers out, marks in.

The cells of a submission are whatever its author wrote. What nbgrader's gradebook knows of them is put back before
anything is read: which there are, what the locked ones say, what each is worth.
"""

import ast
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kata.catalog import Catalog, Kata
from kata.classroom.feedback import FeedbackPolicy, redact
from kata.errors import CannotGrade
from kata.formats.text import held
from kata.grading.verdict import Verdict
from kata.notebook.outputs import mark, shown, summary_page, test_page


@dataclass(frozen=True)
class SourceCell:
    """A cell as it was when nbgrader made the assignment, from the gradebook."""

    name: str
    cell_type: str
    source: str
    locked: bool
    checksum: str
    points: float | None  # None where it earns none
    solution: bool
    task: bool

    @property
    def metadata(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "schema_version": 3,
            "grade_id": self.name,
            "grade": self.points is not None and not self.task,
            "locked": self.locked,
            "solution": self.solution,
            "task": self.task,
            "cell_type": self.cell_type,
        }
        if self.checksum:
            found["checksum"] = self.checksum
        return found if self.points is None else found | {"points": self.points}


@dataclass(frozen=True)
class GradeRequest:
    """What a grade cell of ours asks for: a test of a kata, or the kata's summary where `test` is empty."""

    kata: str
    test: str


def source_cells(notebook: Any) -> dict[str, SourceCell]:
    """The cells of a notebook of nbgrader's gradebook (`nbgrader.api.Notebook`), by name, in their order."""
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    solutions = {cell.name for cell in notebook.solution_cells}
    tasks = {cell.name for cell in notebook.task_cells}
    return {
        cell.name: SourceCell(
            name=cell.name,
            cell_type=cell.cell_type,
            source=cell.source or "",
            locked=bool(cell.locked),
            checksum=cell.checksum or "",
            points=points.get(cell.name),
            solution=cell.name in solutions,
            task=cell.name in tasks,
        )
        for cell in notebook.source_cells
    }


def restore(notebook: Any, sources: Mapping[str, SourceCell]) -> None:
    """Put back what is known of a submitted notebook's cells, in place.

    Metadata that the assignment doesn't have goes; of several cells with one id the last counts; locked cells say what
    they said; grade cells that are missing come back, at the end.
    """
    from nbformat.v4 import new_code_cell, new_markdown_cell

    seen: set[str] = set()
    for cell in reversed(notebook.cells):
        metadata = cell.metadata.pop("nbgrader", None)
        name = metadata.get("grade_id") if isinstance(metadata, dict) else None
        source = sources.get(name) if isinstance(name, str) else None
        if source is None or source.name in seen:
            continue
        seen.add(source.name)
        cell.metadata["nbgrader"] = source.metadata
        _make(cell, source.cell_type)
        if source.locked:
            cell.source = source.source
    for source in sources.values():
        if source.name not in seen and source.points is not None:
            new_cell = new_code_cell if source.cell_type == "code" else new_markdown_cell
            notebook.cells.append(new_cell(source.source, metadata={"nbgrader": source.metadata}))


def _make(cell: Any, cell_type: str) -> None:
    """Turn a cell into one of another type."""
    if cell.cell_type == cell_type:
        return
    cell.cell_type = cell_type
    if cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def grade_requests(notebook: Any) -> dict[int, GradeRequest]:
    """What the grade cells of a restored notebook ask for, by the place of the cell.

    Raises:
        CannotGrade: if some are ours and another is not: it would need a kernel, where a student can forge marks.
    """
    found = {}
    others = []
    for place, cell in enumerate(notebook.cells):
        metadata = cell.metadata.get("nbgrader", {})
        if cell.cell_type != "code" or not metadata.get("grade") or metadata.get("solution"):
            continue
        ask = _ask(cell.source)
        if ask is None:
            others.append(str(metadata.get("grade_id")))
        else:
            found[place] = ask
    if found and others:
        raise CannotGrade(
            f"The grade cell `{others[0]}` isn't of a kata, and a notebook with katas is graded without a kernel. Put "
            "tests of your own into a notebook of their own."
        )
    return found


def _ask(source: str) -> GradeRequest | None:
    """What the call in a grade cell asks for; None if it is no cell of ours."""
    for call in _calls(source):
        values = [str(one.value) for one in call.args if isinstance(one, ast.Constant)]
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        if name == "examples" and len(values) == 1:
            return GradeRequest(values[0], "")
        if name == "grade" and len(values) == 3:
            return GradeRequest(values[0], f"test_{values[1]}")
    return None


def _calls(source: str) -> Iterator[ast.Call]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in tree.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            yield node.value


def kata_of(catalog: Catalog, ask: GradeRequest) -> Kata:
    """The kata that a grade cell asks for.

    Raises:
        CannotGrade: if the catalog doesn't have it.
    """
    if ask.kata not in catalog:
        raise CannotGrade(
            f"The notebook asks for the kata `{ask.kata}`, which isn't in the catalog. If it is private, name its "
            "folder in `c.GradeCells.katas_from` of nbgrader_config.py."
        )
    return catalog.get(ask.kata)


def unread(verdict: Verdict, problem: str) -> Verdict:
    """The verdict on a stub that stands for a notebook that can't be read."""
    changed = copy.copy(verdict)
    changed.status, changed.message = "broken", problem
    return changed


def write_outputs(
    notebook: Any, asked: Mapping[int, GradeRequest], verdicts: Mapping[str, Verdict], policy: FeedbackPolicy
) -> None:
    """Write the marks and what the policy lets a student read into the cells that asked; others stay empty.

    Raises:
        CannotGrade: if a grader failed, or a cell asks for a test that the kata no longer has.
    """
    redacted = {name: redact(verdict, policy) for name, verdict in verdicts.items()}
    for place, ask in asked.items():
        cell, verdict, shown_verdict = notebook.cells[place], verdicts[ask.kata], redacted[ask.kata]
        if verdict.status == "grader_error":
            raise CannotGrade(f"The grader of {ask.kata} failed, so that its answers are not judged: {verdict.message}")
        most = float(cell.metadata["nbgrader"]["points"])
        if not ask.test:
            plain = f"{shown_verdict.kata}: {shown_verdict.points} of {shown_verdict.max_points} points"
            cell.outputs = [shown(summary_page(shown_verdict), plain)]  # worth nothing: no mark to be read
            continue
        index = next((index for index, test in enumerate(verdict.tests) if test.name == ask.test), None)
        if index is None:
            raise CannotGrade(
                f"The cell `{cell.metadata['nbgrader']['grade_id']}` asks for {ask.test}, which {ask.kata} no longer "
                "has. Grade with the version that the assignment was exported with, or export it again."
            )
        points = most if held(verdict, verdict.tests[index]) else 0.0
        page = test_page(shown_verdict, shown_verdict.tests[index], points, most)
        cell.outputs = [shown(page, f"{points:g} of {most:g} points"), mark(points)]
