"""Notebooks made from katas: an instructor's source for nbgrader, and plain ones to practise in."""

import hashlib
import json
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata.catalog import Kata
from kata.errors import KataError
from kata.grading.verdict import Test
from kata.libraries import install_line, optional_packages
from kata.notebook.answers import answer_id, grade_prefix
from kata.notebook.markdown import specification
from kata.notebook.parts import stub_parts
from kata.notebook.solution import answer_cell
from kata.origin import install_command

CONFIG = "nbgrader_config.py"
# The digest of the cells as they were written, so that an instructor's edits are known.
_MADE = "mlkata"


class ExportError(KataError):
    """The notebooks can't be written; the message says which and why."""


@dataclass(frozen=True)
class ExportResult:
    """What an export did."""

    notebooks: list[Path]
    config: Path | None  # the course's settings, where they were written


def export_course(
    sets: Mapping[str, Sequence[Kata]],
    folder: Path,
    tests_of: Callable[[Kata], Sequence[Test]],
    *,
    feedback: str = "message",
    katas_from: Sequence[Path] = (),
    force: bool = False,
) -> ExportResult:
    """Write the source notebooks of an assignment, and the course's nbgrader_config.py where there is none.

    Args:
        sets: the katas of each notebook, by its name.
        folder: COURSE/source/ASSIGNMENT.
        tests_of: the tests of a kata with their points.
        feedback: how much the course's feedback tells, see `kata.classroom.feedback.FeedbackPolicy`.
        katas_from: further catalogs, for the course's settings.
        force: write over notebooks that somebody has edited.

    Raises:
        ExportError: if a notebook was edited, or a file can't be written.
    """
    if folder.absolute().parent.name != "source":
        raise ExportError(
            f"{folder} is no place for an assignment's source: nbgrader looks for it in COURSE/source/ASSIGNMENT."
        )
    made = {
        f"{name}.ipynb": _notebook([cell for kata in katas for cell in _graded_cells(kata, tests_of(kata))])
        for name, katas in sets.items()
    }
    paths = _write_all(folder, made, force)
    config = folder.absolute().parents[1] / CONFIG
    if config.exists():
        return ExportResult(paths, None)
    text = _render(
        "nbgrader_config.py.j2",
        course_id=re.sub(r"[^\w-]+", "-", folder.absolute().parents[1].name).strip("-") or "course",
        feedback=feedback,
        seed=secrets.randbits(63),
        katas_from=json.dumps([str(path.resolve()) for path in katas_from]),
    )
    _write(config, text)
    return ExportResult(paths, config)


def export_practice(katas: Sequence[Kata], folder: Path, *, force: bool = False, install: str = "") -> ExportResult:
    """Write a notebook to practise in for each kata.

    Args:
        katas: a notebook for each.
        folder: where they go.
        force: write over notebooks that somebody has edited.
        install: what pip installs as mlkata where they are opened; by default what this one was installed from.

    Raises:
        ExportError: if a notebook was edited, or a file can't be written.
    """
    made = {f"{kata.name}.ipynb": _notebook(_practice_cells(kata, install)) for kata in katas}
    return ExportResult(_write_all(folder, made, force), None)


def _graded_cells(kata: Kata, tests: Sequence[Test]) -> list[Any]:
    parts = stub_parts(kata.stub)
    name = kata.name
    cells = [
        _markdown(
            _render("specification.md.j2", kata=kata, specification=specification(kata)), f"{name}-specification"
        ),
        _code(parts.before, f"{name}-imports", locked=True) if parts.before else None,
        _code(answer_cell(kata), answer_id(name), solution=True),
        _code(parts.after, f"{name}-given", locked=True) if parts.after else None,
        _code(_render("examples.py.j2", kata=kata), f"{name}-examples", points=0),
    ]
    for test in tests:
        short = test.name.removeprefix("test_")
        source = _render("test.py.j2", kata=kata, test=short, points=test.max_points)
        cells.append(_code(source, f"{grade_prefix(name)}{short}", points=test.max_points))
    return [cell for cell in cells if cell is not None]


def _practice_cells(kata: Kata, install: str) -> list[Any]:
    parts = stub_parts(kata.stub)
    name = kata.name
    given = [_code(parts.after, f"{name}-given", plain=True)] if parts.after else []
    return [
        _markdown(
            _render("specification.md.j2", kata=kata, specification=specification(kata)),
            f"{name}-specification",
            plain=True,
        ),
        _markdown(_render("practice_intro.md.j2", kata=kata), f"{name}-how", plain=True),
        _code(_render("practice_start.py.j2", install=_install_lines(kata, install)), f"{name}-start", plain=True),
        *([_code(parts.before, f"{name}-imports", plain=True)] if parts.before else []),
        _code(parts.asked, answer_id(name), plain=True),
        *given,
        _code(_render("practice_check.py.j2", kata=kata), f"{name}-check", plain=True),
        _code(_render("practice_hint.py.j2", kata=kata), f"{name}-hint", plain=True),
    ]


def _install_lines(kata: Kata, install: str) -> list[str]:
    """The commands that install this package, and the kata's own packages, in a notebook."""
    lines = [install_command(python="%pip", origin=install)]
    packages = optional_packages([kata.uses])
    return [*lines, *([install_line(packages).replace("python -m pip", "%pip", 1)] if packages else [])]


def _markdown(source: str, grade_id: str, *, plain: bool = False) -> Any:
    from nbformat.v4 import new_markdown_cell

    metadata = {} if plain else _nbgrader(grade_id, locked=True)
    return new_markdown_cell(source, id=_cell_id(grade_id), metadata=metadata)


def _code(
    source: str,
    grade_id: str,
    *,
    locked: bool = False,
    solution: bool = False,
    points: int | None = None,
    plain: bool = False,
) -> Any:
    from nbformat.v4 import new_code_cell

    metadata = {} if plain else _nbgrader(grade_id, locked=locked, solution=solution, points=points)
    return new_code_cell(source, id=_cell_id(grade_id), metadata=metadata)


def _nbgrader(
    grade_id: str, *, locked: bool = False, solution: bool = False, points: int | None = None
) -> dict[str, Any]:
    """A cell's metadata, version 3 of nbgrader's schema."""
    found: dict[str, Any] = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": points is not None,
        "locked": locked or points is not None,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": found if points is None else found | {"points": points}}


def _cell_id(grade_id: str) -> str:
    """An id that is the same in every export, and fits nbformat's 64 characters."""
    return hashlib.sha256(grade_id.encode()).hexdigest()[:16]


def _notebook(cells: list[Any]) -> Any:
    from nbformat.v4 import new_notebook

    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
        "language_info": {"name": "python"},
    }
    notebook = new_notebook(cells=cells, metadata=metadata)
    notebook.metadata[_MADE] = {"cells": _digest(notebook)}
    return notebook


def _digest(notebook: Any) -> str:
    """What changes when somebody edits a cell; running it, or opening it elsewhere, changes nothing."""
    cells = [
        [cell.cell_type, cell.source, cell.metadata.get("nbgrader", {})]
        for cell in notebook.cells
        if cell.source.strip()
    ]
    return hashlib.sha256(json.dumps(cells, sort_keys=True).encode()).hexdigest()


def _write_all(folder: Path, notebooks: Mapping[str, Any], force: bool) -> list[Path]:
    import nbformat

    edited = [folder / name for name in notebooks if not force and _is_edited(folder / name)]
    if edited:
        raise ExportError(
            f"Edited since the export, or not made by it: {', '.join(map(str, edited))}. Nothing was written. Give "
            "another folder, or --force to write over the edits."
        )
    for name, notebook in notebooks.items():
        nbformat.validate(notebook)
        _write(folder / name, nbformat.writes(notebook) + "\n")
    return [folder / name for name in notebooks]


def _is_edited(path: Path) -> bool:
    """Whether something else stands at a place than what an export put there."""
    import nbformat

    if not path.exists():
        return False
    try:
        notebook = nbformat.read(path, as_version=4)
        return bool(notebook.metadata[_MADE]["cells"] != _digest(notebook))
    except Exception:  # whatever it is, it isn't ours
        return True


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ExportError(f"{path} can't be written: {error.strerror}.") from None


def _render(template: str, **values: Any) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Markdown, Python and TOML, written by the catalog's authors: nothing is to be escaped.
    loader = PackageLoader("kata.notebook")
    environment = Environment(loader=loader, undefined=StrictUndefined, autoescape=False)
    return environment.get_template(template).render(**values).strip("\n")
