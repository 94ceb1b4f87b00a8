"""The examples of docstrings: run, and compared by value."""

import math
from typing import Any

import numpy as np
import pytest

from kata.author.examples import failing_examples
from kata.catalog import load_catalog
from kata.catalog.solutions import needs, right_answers
from kata.example_values import same_value
from kata.examples import imports_of, run_examples


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (np.float64(0.5), 0.5),
        (np.float32(0.1), 0.1),
        (np.int64(17), 17),
        (np.True_, True),
        (np.array(2.0), 2.0),
        (0.1 + 0.2, 0.3),
        (1, 1.0),
        (math.nan, math.nan),
        ((1, 2), [1, 2]),
        ([np.float64(1.0), (2,)], [1.0, [2]]),
        ({"b": 1, "a": np.int8(2)}, {"a": 2, "b": 1}),
        (np.str_("a"), "a"),
        (1 + 1e-9j, 1 + 0j),
        (None, None),
    ],
)
def test_values_that_are_the_same(value: Any, wanted: Any) -> None:
    assert same_value(value, wanted)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (True, 1),
        (1, True),
        (np.True_, 1),
        (0.31, 0.3),
        ([1], [1, 2]),
        ("1", 1),
        (None, 0),
        (np.array([1]), [1]),
        (2.5, 2),
    ],
)
def test_values_that_are_not(value: Any, wanted: Any) -> None:
    assert not same_value(value, wanted)


def test_an_object_never_sees_what_it_is_compared_with() -> None:
    class Spy:
        def __eq__(self, other: object) -> bool:
            raise AssertionError("it was asked")

        __hash__ = None  # type: ignore[assignment]

    for wanted in (1, 0.5, [1], {"a": 1}, "text", None, True):
        assert not same_value(Spy(), wanted)


DOCSTRING = """Halves.

>>> half(1)
0.5
>>> half("a")
Traceback (most recent call last):
    ...
TypeError: a number
>>> print("printed")
printed
>>> x = 3
>>> half(x)
1.0
>>> half(None)
0
>>> half(4)
"""


def test_each_example_says_what_became_of_it() -> None:
    def half(x: Any) -> Any:
        if not isinstance(x, int):
            raise TypeError("not this")
        return np.float64(x / 2)

    results = list(run_examples(DOCSTRING, {"half": half}))
    assert [one.problem for one in results] == [
        "",
        "",
        "",
        "",
        "gave np.float64(1.5)",
        "raised TypeError: not this",
        "gave np.float64(2.0), and the example shows nothing",
    ]
    assert results[4].report == "    half(x)\n    expected  1.0\n         got  np.float64(1.5)"
    assert "raised  TypeError: not this" in results[5].report
    assert DOCSTRING.splitlines()[results[4].line] == ">>> half(x)"


def test_imports_are_the_stubs() -> None:
    assert (
        imports_of('"""Doc."""\nimport numpy as np\nfrom math import pi\nX = 1\n')
        == "import numpy as np\nfrom math import pi"
    )


ANSWERS = [
    (kata, name, source)
    for kata in load_catalog()
    for name, source in right_answers(kata).items()
    if kata.uses in ("python", "numpy") and not needs(source)
]


@pytest.mark.parametrize(("kata", "name", "source"), ANSWERS, ids=[f"{kata.name}-{name}" for kata, name, _ in ANSWERS])
def test_the_examples_hold_for_every_right_answer(kata: Any, name: str, source: str) -> None:
    assert failing_examples(kata.stub, source, kata.uses) == []
