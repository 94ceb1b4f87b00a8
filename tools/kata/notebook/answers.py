"""Answers read from notebooks, without running them.

A notebook is hostile text like every submission: it is read as JSON, its cells as Python source, and nothing of it is
imported, executed or believed.
"""

import ast
import difflib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata.catalog import Kata
from kata.errors import CannotGrade
from kata.notebook.parts import stub_parts
from kata.notebook.slicing import NO_PYTHON, Slicer
from kata.stub import asked_for, definitions
from kata.untrusted import LARGEST_NOTEBOOK, Unreadable, read_file

MOST_CODE = 500_000  # characters in its code cells

# Cell magics that run the rest of the cell as Python.
_RUNS_PYTHON = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "debug"})

# A line that IPython takes for a magic, a shell's command or a question: `%time x`, `!ls`, `files = !ls`, `np.sum?`.
_MAGIC = re.compile(
    r"^([ \t]*)(?:%[A-Za-z]|!|\?|\w+[ \t]*=[ \t]*(?:%[A-Za-z]|!)|\S[^\n]*\?[ \t]*$)[^\n]*", re.MULTILINE
)


class NotebookUnreadable(CannotGrade):
    """A file is no notebook, or holds no answer; the message says why and what to do."""


@dataclass(frozen=True)
class Cell:
    """A code cell: its source, and its nbgrader id where it has one."""

    source: str
    grade_id: str = ""


def answer_id(kata: str) -> str:
    """The nbgrader id of the cell that an answer is written into."""
    return f"{kata}-answer"


def grade_prefix(kata: str) -> str:
    """What the nbgrader ids of a kata's grade cells begin with."""
    return f"{kata}-test-"


def read_answer(path: Path, kata: Kata) -> str:
    """The source of the answer to a kata in a notebook.

    Where the notebook was made for the kata, the cells down to its last grade cell count, as in a run from top to
    bottom; else all of them. The answer is what the definitions of the kata need: scratch work is left out.

    Raises:
        CannotGrade: if the file can't be read, is no notebook, or holds nothing of the kata.
    """
    cells = read_cells(path)
    source = answer_from(cells, kata)
    if source is None:
        names = " and ".join(f"`{name}`" for name in asked_for(kata.stub))
        raise NotebookUnreadable(f"{path} holds no answer to {kata.name}: no cell defines {names}.")
    return source


def answer_from(cells: Sequence[Cell], kata: Kata) -> str | None:
    """The source of the answer in cells, in the order in which they ran; None if they hold nothing of the kata."""
    ours = [index for index, cell in enumerate(cells) if is_of(cell, kata)]
    graded = [index for index in ours if cells[index].grade_id.startswith(grade_prefix(kata.name))]
    above = cells[: graded[-1] + 1] if graded else cells
    sources = [python_of(cell.source) for cell in above]
    slicer = _slicer(sources, kata)
    wanted = asked_for(kata.stub)
    if len(above) < len(cells) and not all(slicer.defines(name) for name in wanted):
        # Written below the tests: it ran once, in another order.
        sources = [python_of(cell.source) for cell in cells]
        slicer = _slicer(sources, kata)
    missing = [name for name in wanted if not slicer.defines(name)]
    broken = [source for source in sources if missing and _mentions(source, missing) and not _is_python(source)]
    if not ours and not broken and len(missing) == len(wanted):
        return None
    # What was perhaps renamed goes along: the verdict says so. So does a definition in a cell that isn't Python.
    renamed = [near for name in missing for near in difflib.get_close_matches(name, _defined(sources), n=1)]
    return slicer.take([*definitions(kata.stub), *renamed]) + "".join(f"\n\n{source}\n" for source in broken)


def is_of(cell: Cell, kata: Kata) -> bool:
    """Whether a cell was made for the kata, by its nbgrader id."""
    return cell.grade_id == answer_id(kata.name) or cell.grade_id.startswith(grade_prefix(kata.name))


def katas_in(cells: Sequence[Cell], katas: Iterable[Kata]) -> list[Kata]:
    """The katas that a notebook was made for, by nbgrader ids; else those whose definitions it all has."""
    katas = list(katas)
    made_for = [kata for kata in katas if any(is_of(cell, kata) for cell in cells)]
    if made_for:
        return made_for
    slicer = Slicer([python_of(cell.source) for cell in cells])
    return [kata for kata in katas if all(slicer.defines(name) for name in asked_for(kata.stub))]


def _slicer(sources: list[str], kata: Kata) -> Slicer:
    """The cells with what the stub gives: a locked cell that somebody deleted doesn't cost the answer."""
    parts = stub_parts(kata.stub)
    slicer = Slicer([parts.before, *sources])
    if all(slicer.defines(name) for name in definitions(parts.after)):
        return slicer
    return Slicer([parts.before, *sources, parts.after])


def _defined(sources: Iterable[str]) -> list[str]:
    """The functions and classes of cells that are Python."""
    return [name for source in sources if _is_python(source) for name in definitions(source)]


def _mentions(source: str, names: Sequence[str]) -> bool:
    return any(re.search(rf"\b(?:def|class)\s+{name}\b", source) for name in names)


def _is_python(source: str) -> bool:
    try:
        ast.parse(source)
    except NO_PYTHON:
        return False
    return True


def python_of(source: str) -> str:
    """A cell's Python: as it stands, or without its magics, which no answer needs."""
    if _is_python(source):
        return source
    first, _, rest = source.lstrip().partition("\n")
    if first.startswith("%%"):
        name = first.removeprefix("%%").split(maxsplit=1)[:1]
        return python_of(rest) if name and name[0] in _RUNS_PYTHON else ""
    # Line by line, and not with IPython's own reading, which takes minutes for a cell that is made for it.
    plain = _MAGIC.sub(r"\1pass", source)
    return plain if _is_python(plain) else source


def read_cells(path: Path) -> list[Cell]:
    """The code cells of a notebook.

    Raises:
        CannotGrade: if the file can't be read or is no notebook.
    """
    try:
        return cells_in(read_file(path, LARGEST_NOTEBOOK), str(path))
    except Unreadable as error:
        raise NotebookUnreadable(f"{path} {error.says}") from None


def cells_in(data: bytes, name: str) -> list[Cell]:
    """The code cells of a notebook's file.

    Args:
        name: what sentences call it.

    Raises:
        CannotGrade: if it is no notebook.
    """
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotebookUnreadable(f"{name} is no notebook: it isn't valid JSON ({error}).") from None
    return cells_of(notebook, name)


def cells_of(notebook: Any, name: str) -> list[Cell]:
    """The code cells of a notebook's JSON, version 4.

    Args:
        name: what sentences call it.

    Raises:
        CannotGrade: if it is no notebook.
    """
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise NotebookUnreadable(f"{name} is no notebook: it has no list of cells. Save it as version 4 (nbformat).")
    found = [
        Cell(_text(cell.get("source")), _grade_id(cell.get("metadata")))
        for cell in cells
        if isinstance(cell, dict) and (cell.get("cell_type") == "code" or _is_code(_text(cell.get("source"))))
    ]
    if sum(len(cell.source) for cell in found) > MOST_CODE:
        raise NotebookUnreadable(f"{name} has more than {MOST_CODE:,} characters of code. Does it hold data?")
    return found


def _is_code(text: str) -> bool:
    """Whether a cell of another kind holds code all the same: Python with a definition, and no word of prose."""
    return bool(re.search(r"^(?:def|class)\s", text, re.MULTILINE)) and _is_python(text)


def _text(source: Any) -> str:
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def _grade_id(metadata: Any) -> str:
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return grade_id if isinstance(grade_id, str) else ""
