"""Answers read from notebooks: what counts as the answer, and what is scratch work."""

import json
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from kata.catalog import Catalog, Kata
from kata.errors import CannotGrade
from kata.grading.engine import Engine
from kata.notebook.answers import Cell, answer_from, answer_id, grade_prefix, katas_in, read_answer
from kata.stub import asked_for, definitions


@pytest.fixture
def mask(catalog: Catalog) -> Kata:
    return catalog.get("causal_mask")


def write(path: Path, cells: Sequence[str], ids: Sequence[str] | None = None) -> Path:
    found = [
        {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": grade_id}} if grade_id else {}, "source": source}
        for source, grade_id in zip(cells, ids or [""] * len(cells), strict=True)
    ]
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": found}))
    return path


def test_every_reference_is_read_back_from_between_scratch_work(catalog: Catalog, tmp_path: Path) -> None:
    scratch = ["%matplotlib inline\nimport matplotlib.pyplot as plt", "undefined()", "while True:\n    pass", "!ls"]
    for kata in catalog:
        source = kata.reference_path.read_text()
        path = write(tmp_path / "n.ipynb", [scratch[0], scratch[1], source, *scratch[2:], "plt.plot([1])"])
        answer = read_answer(path, kata)
        assert "plt" not in answer
        assert "undefined" not in answer
        assert "while True:\n    pass" not in answer or "while True:\n    pass" in source
        assert asked_for(kata.stub).keys() <= definitions(answer).keys()


def test_definitions_spread_over_cells_with_helpers_and_imports_are_put_together(mask: Kata, engine: Engine) -> None:
    text = mask.reference_path.read_text()
    first, second, third = (f"def {part}" for part in text.split("\ndef ")[1:])
    cells = [
        "import numpy",
        "from numpy import *",
        "LIMIT = 0",
        "LIMIT += 0",
        "TABLE = {}",
        "TABLE['lowest'] = LIMIT",
        "def lowest():\n    return TABLE['lowest']",
        "%%time\n" + first.replace("n_queries < 0", "n_queries < lowest()"),
        "import numpy as np\nprint(causal_mask(3))",
        second,
        "padded_causal_mask(1, None)  # fails, and costs nothing",
        third,
    ]
    source = answer_from([Cell(cell) for cell in cells], mask)
    assert source is not None
    assert "print" not in source
    assert "costs nothing" not in source
    verdict = engine.grade(mask, source, seed=3)
    assert verdict.points == 100, verdict.message


def test_the_last_definition_counts_and_an_unwritten_one_never_hides_a_written_one(mask: Kata) -> None:
    stub = mask.stub.partition('"""\n\n')[2]
    right = mask.reference_path.read_text()
    for cells in ([right, stub], [stub, right], [right.replace("keys <= queries", "keys < queries"), right]):
        source = answer_from([Cell(cell) for cell in cells], mask)
        assert source is not None
        assert "keys <= queries" in source
        assert "keys < queries" not in source
    kept = answer_from([Cell(right), Cell("old = causal_mask"), Cell("def causal_mask(*a):\n    return old(*a)")], mask)
    assert kept is not None
    assert "keys <= queries" in kept
    assert "return old" in kept


def test_what_comes_after_the_last_grade_cell_is_no_answer(mask: Kata, tmp_path: Path) -> None:
    right = mask.reference_path.read_text()
    ids = [answer_id("causal_mask"), f"{grade_prefix('causal_mask')}x", ""]
    path = write(tmp_path / "n.ipynb", [right, "grade()", "def causal_mask(*_):\n    return 'later'"], ids)
    assert "later" not in read_answer(path, mask)
    # Unless there is none above it: somebody wrote it below the tests, and ran it first.
    assert "keys <= queries" in read_answer(write(path, ["", "grade()", right], ids), mask)


def test_a_broken_definition_is_reported_as_what_it_is(mask: Kata, engine: Engine) -> None:
    right = mask.reference_path.read_text()
    source = answer_from([Cell(right.replace("def additive_mask(mask,", "def additive_mask(mask"))], mask)
    assert source is not None
    verdict = engine.grade(mask, source, seed=1)
    assert verdict.status == "broken"
    assert "Syntax error" in verdict.message
    # A scratch cell that isn't Python is nothing to an answer that is.
    assert answer_from([Cell("def f(:\n"), Cell(right)], mask) == answer_from([Cell(right)], mask)


def test_given_code_that_somebody_deleted_is_put_back(catalog: Catalog, engine: Engine) -> None:
    kata = catalog.get("kv_block_manager")
    assert "# given" in kata.stub
    alone = kata.reference_path.read_text()  # holds none of it
    source = answer_from([Cell(alone)], kata)
    assert source is not None
    assert engine.grade(kata, source, seed=1).points == 100


def test_the_katas_of_a_notebook_are_found_by_id_else_by_definition(catalog: Catalog) -> None:
    mask = catalog.get("causal_mask").reference_path.read_text()
    perplexity = catalog.get("perplexity").reference_path.read_text()
    assert [kata.name for kata in katas_in([Cell(mask), Cell(perplexity)], catalog)] == ["causal_mask", "perplexity"]
    assert [kata.name for kata in katas_in([Cell(mask, answer_id("softmax"))], catalog)] == ["softmax"]
    assert katas_in([Cell("x = 1")], catalog) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "isn't valid JSON"),
        ("[]", "no list of cells"),
        ('{"cells": 3}', "no list of cells"),
        ('{"cells": []}', "holds no answer to causal_mask"),
        ('{"cells": [3, {"cell_type": "code", "source": 5, "metadata": []}]}', "holds no answer"),
        ("[" * 100_000, "isn't valid JSON"),
    ],
)
def test_what_is_no_notebook_is_refused_with_a_sentence(text: str, says: str, mask: Kata, tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text(text)
    with pytest.raises(CannotGrade, match=says):
        read_answer(path, mask)
    with pytest.raises(CannotGrade, match="not there"):
        read_answer(tmp_path / "absent.ipynb", mask)
    (tmp_path / "link.ipynb").symlink_to(path)
    with pytest.raises(CannotGrade, match="symbolic link"):
        read_answer(tmp_path / "link.ipynb", mask)


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell",
    [
        "a += 1\n" * 20_000,
        "t[0] = t\n" * 20_000,
        "from x import *\ny\n" * 10_000,
        "f = lambda: f\n" * 10_000,
        "(" * 50_000,
        "x = " + "-" * 50_000 + "1",
        "%magic\n" * 5_000 + "(",
        "x?" * 50_000 + "(",
        ("?" * 500 + " (\n") * 500,
    ],
)
def test_a_cell_made_to_take_long_does_not(cell: str, mask: Kata) -> None:
    begun = time.process_time()
    answer_from([Cell(cell), Cell("def causal_mask(n):\n    return a, t, y, f")], mask)
    assert time.process_time() - begun < 15


def test_a_renamed_function_is_told_from_a_missing_one(mask: Kata, engine: Engine) -> None:
    cells = [Cell(mask.reference_path.read_text().replace("padded_causal_mask", "padded_causal_masks"))]
    source = answer_from(cells, mask)
    assert source is not None
    verdict = engine.grade(mask, source, seed=1)
    said = " ".join([verdict.message, *(test.message for test in verdict.tests)])
    assert "did you rename it? You have `padded_causal_masks`" in said


def test_code_in_a_markdown_cell_counts_and_prose_does_not(mask: Kata, tmp_path: Path) -> None:
    source = mask.reference_path.read_text()
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# The mask\n\ndef is a keyword, and this is no Python."},
        {"cell_type": "markdown", "metadata": {}, "source": source},
    ]
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
    assert "def causal_mask" in read_answer(path, mask)
    path.write_text("\ufeff" + path.read_text())  # as some editors save it
    assert "def causal_mask" in read_answer(path, mask)
