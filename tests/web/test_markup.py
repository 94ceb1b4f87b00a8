"""Specifications, formulas and pictures as HTML: whole, and of nothing but text that was escaped."""

from xml.etree import ElementTree

import numpy as np
import pytest

from kata.catalog import load_catalog
from kata.mathml import is_whole, mathml
from kata.testing import assert_distribution
from kata.testing.compare import Mismatch
from kata.testing.difference import map_of_errors, show_pair
from kata.web.markup import inline, paragraphs, specification, whole_docstring
from kata.web.pictures import curves, error_map, heat_maps, law


def test_every_specification_becomes_well_formed_markup() -> None:
    for kata in load_catalog():
        spec = specification(kata.stub)
        for body in (spec.task, *(one.body for one in spec.definitions)):
            ElementTree.fromstring(f"<div>{body}</div>")


def test_a_formula_that_loses_something_is_not_set() -> None:
    assert mathml("y = 1.5e-3 x + 11e-3 + 1e-12") is not None
    lossless = ElementTree.fromstring("<math><mi>x</mi><mo>+</mo><mi>\u03b1</mi></math>")
    assert is_whole("x + alpha", lossless)
    assert not is_whole("x + alpha + y", lossless)
    assert not is_whole("x + alpha", ElementTree.fromstring("<math><mi>x</mi><mi>\\alpha</mi></math>"))
    assert '<pre class="code"' in whole_docstring("    y = x { \\frac")


@pytest.mark.parametrize("make", [inline, paragraphs, whole_docstring])
@pytest.mark.parametrize("text", ["<script>", "`<b>`", "**<i>**", "<https://x.example/<script>>", "- <img src=x>"])
def test_tags_in_a_text_stay_text(make: object, text: str) -> None:
    assert callable(make)
    html = str(make(text))
    for tag in ("<script", "<b>", "<i>", "<img"):
        assert tag not in html


def test_an_address_becomes_a_link_and_nothing_else_does() -> None:
    assert 'href="https://arxiv.org/abs/1"' in inline("See <https://arxiv.org/abs/1>.")
    assert "href" not in inline("See <javascript:alert(1)>.")


CASES = [
    (np.tril(np.ones((4, 6), bool)), np.triu(np.ones((4, 6), bool))),
    (np.arange(12.0).reshape(3, 4), np.arange(12.0).reshape(3, 4) + np.eye(3, 4)),
    (np.arange(24).reshape(2, 3, 4), np.arange(24).reshape(2, 3, 4)[::-1]),
    (np.array([[1.0, np.nan], [np.inf, 2.0]]), np.array([[1.0, 3.0], [-np.inf, 2.0]])),
    (np.arange(600.0).reshape(20, 30), np.arange(600.0).reshape(20, 30) * 2),
]


@pytest.mark.parametrize(("right", "got"), CASES, ids=range(len(CASES)))
def test_arrays_are_drawn_with_their_differences(right: np.ndarray, got: np.ndarray) -> None:
    drawn = heat_maps(*show_pair(right, got))
    assert drawn is not None
    shown = right if right.size < 100 else None
    for side, array in zip(drawn, (right, got), strict=True):
        assert side.rows * side.columns == len(side.cells)
        if shown is not None:
            values = [float({"True": 1, "False": 0}.get(cell.words, cell.words)) for cell in side.cells]
            np.testing.assert_allclose(values, array.reshape(-1).astype(float), atol=1e-4)
            differs = [cell.differs for cell in side.cells]
            same = (right == got) | (np.isnan(right.astype(float)) & np.isnan(got.astype(float)))
            assert differs == (~same.reshape(-1)).tolist()


def test_a_number_is_named_by_its_index_where_that_is_known() -> None:
    titles = [[cell.title for cell in (heat_maps(*show_pair(*case)) or ())[0].cells] for case in CASES]
    assert titles[1][5] == "[1, 1] 5."
    assert titles[2][5] == "5", "of three axes, the rows of the picture are no index"
    assert not titles[4][0].startswith("["), "a part of a larger array"
    drawn = heat_maps(*show_pair(*CASES[3]))
    assert drawn is not None
    assert [cell.words for cell in drawn[0].cells if cell.odd] == ["nan", "inf"]


def test_a_list_of_numbers_is_a_curve() -> None:
    right = np.linspace(0, 1, 8)
    drawn = curves(*show_pair(right, right**2))
    assert drawn is not None
    assert len(drawn.words) == 8
    assert len(drawn.dots) == 6, "the ends are the same"
    assert drawn.expected.split()[-1] == "100,0"


def test_draws_are_bars_beside_their_law() -> None:
    with pytest.raises(Mismatch) as raised:
        assert_distribution([900, 50, 50], [0.5, 0.25, 0.25])
    expected, got = raised.value.expected, raised.value.got
    drawn = law(str(raised.value), expected, got)
    assert drawn is not None
    assert [(bar.expected, bar.got) for bar in drawn.bars] == [(55.56, 100), (27.78, 5.56), (27.78, 5.56)]
    assert drawn.bars[0].title == "outcome 0: 900 times, instead of about 500."
    assert law("Wrong values.", expected, got) is None


@pytest.mark.parametrize(
    ("expected", "got"),
    [("[1, 2]", "[1, 2, 3]"), ("'a'", "'b'"), ("[[1, ...], [3, 4]]", "[[1, 2], [3, 4]]"), ("{'a': 1}", "{}"), ("", "")],
)
def test_what_has_no_picture_has_none(expected: str, got: str) -> None:
    assert heat_maps(expected, got) is None
    assert curves(expected, got) is None


def test_a_map_of_errors_marks_what_is_wrong() -> None:
    right = np.zeros((10, 12))
    got = right.copy()
    got[3, 4] = 1
    drawn = error_map(map_of_errors(right, got, right != got))
    assert drawn is not None
    assert drawn.cells == ((4, 3, 9),)
    assert error_map("") is None
