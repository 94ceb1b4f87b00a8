"""A submitted notebook made sense of, in a process that can be ended: see `kata.bounded`."""

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata.catalog import Catalog, Kata, load_catalog
from kata.errors import CannotGrade
from kata.notebook.answers import NotebookUnreadable, answer_from, cells_of
from kata.notebook.marking import GradeRequest, SourceCell, grade_requests, kata_of, restore
from kata.untrusted import LARGEST_NOTEBOOK, read_file, text_of


@dataclass(frozen=True)
class Read:
    """A notebook as it was released, with a student's answers in it."""

    notebook: Any
    asked: dict[int, GradeRequest]
    sources: dict[str, str]  # of the answers, by kata
    problem: str  # a sentence where it can't be read as a whole


def submitted_notebook(folder: Path, name: str) -> Path | None:
    """A student's notebook, from their folder; where none has the name, the last copy of it, say `NAME (1).ipynb`."""
    plain = Path(f"{name}.ipynb")
    if os.path.lexists(folder / plain):
        return plain
    copy = re.compile(rf"{re.escape(name)}(?:-| ?\(| - Copy ?\(?|-Copy)(\d*)\)?\.ipynb", re.IGNORECASE)
    try:
        found = [(int(one[1] or 0), place.name) for place in folder.iterdir() if (one := copy.fullmatch(place.name))]
    except OSError:
        return None
    return Path(max(found)[1]) if found else None


class NotebookReader:
    """Reads the notebooks of an assignment.

    Args:
        katas_from: folders with further katas.
        cells: of each notebook, as nbgrader's gradebook knows them.
        kernels: of each notebook.
    """

    def __init__(
        self,
        katas_from: Sequence[str] = (),
        cells: Mapping[str, Mapping[str, SourceCell]] | None = None,
        kernels: Mapping[str, Any] | None = None,
    ) -> None:
        self.catalog: Catalog = load_catalog([Path(folder) for folder in katas_from])
        self.cells = cells or {}
        self.kernels = kernels or {}

    def read(self, folder: Path, name: str) -> Read:
        """Read a notebook of a student's folder.

        Raises:
            Unreadable: if it is no file that can be read.
            CannotGrade: if it is no notebook, or has no cell of a kata.
        """
        place = submitted_notebook(folder, name) or Path(f"{name}.ipynb")
        text = text_of(read_file(place, LARGEST_NOTEBOOK, beneath=folder))
        try:
            notebook = _notebook(text)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.outputs, cell.execution_count = [], None
            restore(notebook, self.cells[name])
        except Exception as error:  # its author may have written anything into it
            says = f"is no notebook ({type(error).__name__}: {error})."[:1000]
            raise CannotGrade(f"{folder / place} {says}") from None
        notebook.metadata["kernelspec"] = self.kernels[name]
        asked = grade_requests(notebook)
        if not asked:
            raise CannotGrade(f"{name} has no cell of a kata. `nbgrader autograde` grades it.")
        katas = {ask.kata: kata_of(self.catalog, ask) for ask in asked.values()}
        sources, problem = _answers(notebook, list(katas.values()))
        return Read(notebook, asked, sources, problem)

    def answers(self, notebook: Any, katas: Sequence[str]) -> tuple[dict[str, str], str]:
        """The answers of a restored notebook, by kata, and a sentence where it can't be read as a whole."""
        return _answers(notebook, [self.catalog.get(name) for name in katas])


def _answers(notebook: Any, katas: Sequence[Kata]) -> tuple[dict[str, str], str]:
    """What can't be read is graded as the stub: every test is listed, and none passed."""
    try:
        cells = cells_of(notebook, "The notebook")
        return {kata.name: answer_from(cells, kata) or "" for kata in katas}, ""
    except NotebookUnreadable as problem:
        return {kata.name: kata.stub for kata in katas}, str(problem)


def _notebook(text: str) -> Any:
    """A submitted notebook as nbformat reads it; one of the usual version without a look at its schema."""
    import nbformat

    data = json.loads(text)
    if (data.get("nbformat"), data.get("nbformat_minor")) == (4, 5):
        return nbformat.v4.reads(text)
    return nbformat.reads(text, as_version=4)
