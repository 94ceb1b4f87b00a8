"""A course of nbgrader's, made by `kata notebook export`, and what students hand in."""

import copy
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from kata.catalog import Catalog, Kata
from kata.catalog.solutions import load_mistakes
from kata.notebook.answers import answer_id
from kata.notebook.parts import stub_parts

KATAS = ("causal_mask", "perplexity")
ASSIGNMENT = "ps1"

NOISE = """
import sys
import warnings

warnings.warn("this warns on import")
print("hello from the answer")
print("and to standard error", file=sys.stderr)
"""

LOUD = """    import sys, warnings
    warnings.warn("noise")
    print("noise"); print("noise", file=sys.stderr)
"""

# The marks that a student gives themselves where marks come from a kernel.
HOSTILE = [
    # A module in the place of ours.
    "import sys, types\nfake = types.ModuleType('kata.notebook')\nfake.grade = lambda *_: 100.0\n"
    "fake.examples = lambda *_: None\nsys.modules['kata.notebook'] = fake",
    # A display that shows every value as full marks.
    "get_ipython().display_formatter.format = lambda *_, **__: ({'text/plain': '20.0'}, {})",
    # An input transformer that rewrites what the locked cells say.
    "get_ipython().input_transformers_post.append(lambda lines: ['20.0\\n'] if 'grade(' in ''.join(lines) else lines)",
    # Comparisons that hold for everything.
    "import numpy as np\nnp.array_equal = np.allclose = lambda *_, **__: True\n"
    "np.testing.assert_equal = lambda *_, **__: None",
]


def with_answer(released: Any, kata: Kata, source: str, *, before: list[str] | None = None) -> Any:
    """A released notebook with `source` in its answer cell, and cells of a student's own above it."""
    notebook = copy.deepcopy(released)
    place = next(
        index
        for index, cell in enumerate(notebook.cells)
        if cell.metadata.get("nbgrader", {}).get("grade_id") == answer_id(kata.name)
    )
    notebook.cells[place].source = source
    for scratch in reversed(before or []):
        notebook.cells.insert(place, nbformat.v4.new_code_cell(scratch))
    return notebook


def looping(kata: Kata) -> str:
    """The reference of causal_mask, which never comes back where float16 is asked for: in one of its tests."""
    reference = kata.reference_path.read_text()
    head = "def additive_mask(mask, dtype=np.float32):\n"
    assert kata.name != "causal_mask" or head in reference
    return reference.replace(head, f"{head}    while dtype == np.float16:\n        pass\n")


def noisy(kata: Kata) -> str:
    """The reference, and noise whenever it is loaded or called."""
    lines = []
    for line in kata.reference_path.read_text().split("\n"):
        lines.append(line)
        if line.startswith("def ") and line.endswith(":"):
            lines.append(LOUD.rstrip("\n"))
    return "\n".join(lines) + NOISE


def mistaken(kata: Kata) -> str:
    """A known mistake that costs some of the points and not all."""
    mistakes = {mistake.name: mistake.source for mistake in load_mistakes(kata)}
    return mistakes.get("dtype-ignored") or next(reversed(mistakes.values()))


def hand_in(course: Path, student: str, notebooks: Mapping[str, Any], files: Mapping[str, str] | None = None) -> None:
    """Put a student's notebooks, and what lies beside them, where nbgrader collects it."""
    folder = course / "submitted" / student / ASSIGNMENT
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, notebook in notebooks.items():
        text = notebook if isinstance(notebook, str) else nbformat.writes(notebook)
        (folder / f"{name}.ipynb").write_text(text)
    for name, text in (files or {}).items():
        (folder / name).write_text(text)


def released(course: Path, kata: str) -> Any:
    """A notebook as students get it."""
    return nbformat.read(course / "release" / ASSIGNMENT / f"{kata}.ipynb", as_version=4)


def fill_class(course: Path, catalog: Catalog) -> None:
    """Six students: right, partly right, untouched, noisy, with an endless loop, hostile."""
    katas = [catalog.get(name) for name in KATAS]
    blank = {kata.name: released(course, kata.name) for kata in katas}

    def all_with(source: Any, **options: Any) -> dict[str, Any]:
        return {kata.name: with_answer(blank[kata.name], kata, source(kata), **options) for kata in katas}

    hand_in(course, "ada", all_with(lambda kata: kata.reference_path.read_text()))
    hand_in(course, "bob", all_with(mistaken))
    hand_in(course, "cyd", blank)
    hand_in(course, "dan", all_with(noisy, before=["%matplotlib inline", "1 / 0", "def broken(:\n"]))
    hand_in(course, "eve", all_with(looping, before=["while True:\n    pass"]))
    hand_in(
        course,
        "mal",
        all_with(lambda kata: stub_parts(kata.stub).asked, before=HOSTILE),
        files={"numpy.py": "raise RuntimeError('shadowed')\n", "kata.py": "grade = lambda *_: 100.0\n"},
    )


def text_of(notebook: Path) -> list[str]:
    """The marks that a graded notebook shows, as text."""
    cells = json.loads(notebook.read_text())["cells"]
    outputs = [
        output for cell in cells for output in cell.get("outputs", []) if output["output_type"] == "execute_result"
    ]
    return ["".join(output["data"]["text/plain"]) for output in outputs]
