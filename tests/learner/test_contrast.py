"""How two answers differ: in kind, and function by function."""

import pytest

from kata.catalog import load_catalog
from kata.catalog.solutions import right_answers
from kata.learner.contrast import Part, contrast

MINE = '''"""Mine."""
from __future__ import annotations
import numpy as np

def mask(n: int, m: int | None = None) -> np.ndarray:
    """A mask."""
    out: np.ndarray = np.zeros((n, n))   # empty
    for row in range(n):
        out[row, :row] += 1
    return out

def same(x):
    # by the plus sign
    return (x
            + 1)

def other_names(values):
    total = sum(values)
    return total

def helper(x):
    return x
'''
THEIRS = """import numpy as np

def mask(n, m=None):
    return np.tril(np.ones((n, n)), -1)

def same(x: float) -> float:
    return x + 1

def other_names(values):
    result = sum(values)
    return result
"""


def parts() -> dict[str, Part]:
    found = contrast(MINE, THEIRS, "reference")
    assert found is not None
    return {part.name: part for part in found.parts}


def test_each_function_is_compared_with_its_own() -> None:
    found = parts()
    assert list(found) == ["mask", "same", "other_names", "helper"], "in the answer's order, then what is only mine"
    assert found["mask"].mine[0] == "def mask(n, m=None):"
    assert found["mask"].mine[1] == "    out = np.zeros((n, n))"
    assert found["same"].same
    assert found["other_names"].renamed
    assert not found["mask"].renamed
    assert not found["helper"].theirs


def test_what_differs_in_kind_comes_first_and_in_words() -> None:
    found = contrast(MINE, THEIRS, "reference")
    assert found is not None
    assert found.kinds[0] == "Yours has 1 loop; the reference has none and works on whole arrays or sequences."
    assert "Yours calls `np.zeros`, `range`; the reference doesn't." in found.kinds
    assert "The reference calls `np.tril`, `np.ones`; yours doesn't." in found.kinds
    assert "Yours changes items in place; the reference doesn't." in found.kinds
    assert "Yours defines `helper`; the reference doesn't." in found.kinds


def test_methods_are_parts_and_dataclasses_keep_their_fields() -> None:
    mine = "class A:\n    x: int\n    def f(self) -> int:\n        '''Doc.'''\n        return 1\n"
    mine += "    def g(self):\n        return 2\n"
    theirs = "class A:\n    def f(self):\n        return 1\n    def g(self):\n        return 3\n"
    found = contrast(mine, theirs, "loops")
    assert found is not None
    assert {part.name: part.same for part in found.parts} == {"A": True, "A.f": True, "A.g": False}
    data = "@dataclass\nclass B:\n    x: int\n"
    same = contrast(data, data.replace("int", "float"), "loops")
    assert same is not None
    assert not same.same


@pytest.mark.parametrize("source", ["def f(:\n", "\x00", "x = " + "(" * 500 + ")" * 500])
def test_what_python_cannot_read_is_compared_by_nobody(source: str) -> None:
    assert contrast(source, THEIRS, "reference") is None


def test_every_right_answer_of_the_catalog_can_be_compared() -> None:
    for kata in load_catalog():
        answers = right_answers(kata)
        reference = answers.pop("reference")
        itself = contrast(reference, reference, "reference")
        assert itself is not None
        assert itself.same
        assert not itself.kinds
        for name, source in answers.items():
            found = contrast(source, reference, "reference")
            assert found is not None, (kata.name, name)
            assert found.kinds or not found.same, (kata.name, name)
