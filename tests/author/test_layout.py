"""What `author verify` says of texts: widths, lengths, addresses, tags, and strings that hide code behind escapes."""

import textwrap
from pathlib import Path

import pytest

from kata.author.layout import layout_problems
from kata.catalog import Kata, load_catalog
from kata.catalog.solutions import mistakes_path
from tests.support.cli import MISTAKES, MakeKata

SOUND = {"sources": ["Euclid, Elements <https://doi.org/10.1000/182>"], "tags": ["sum", "addition"]}

DOCSTRING = '''"""{title}

{formula}

- A list item may go on
{item}
"""


def add_two(a: int, b: int) -> int:
    """The sum.

    Args:
        a: a number;
            {argument}

    Returns:
        {returns}

    Examples:
        {example}
        5
    """
    raise NotImplementedError
'''
# Each as wide as it may be.
WIDEST = {
    "title": "T" * 76,
    "formula": "    " + "f" * 72,
    "item": "  " + "i" * 77,
    "argument": "a" * 67,
    "returns": "r" * 71,
    "example": ">>> " + "e" * 64,
}


@pytest.fixture
def kata(root: Path, make_kata: MakeKata) -> Kata:
    make_kata("add_two", **SOUND)
    return load_catalog([root]).get("add_two")


def test_what_is_as_wide_as_it_may_be_is_sound(kata: Kata) -> None:
    kata.stub_path.write_text(DOCSTRING.format(**WIDEST))
    assert layout_problems(kata) == []


@pytest.mark.parametrize("place", WIDEST)
def test_one_column_more_is_named_with_its_line(kata: Kata, place: str) -> None:
    wider = {**WIDEST, place: WIDEST[place] + "x"}
    kata.stub_path.write_text(DOCSTRING.format(**wider))
    (problem,) = layout_problems(kata)
    line = 1 + DOCSTRING.splitlines().index(next(row for row in DOCSTRING.splitlines() if f"{{{place}}}" in row))
    code = place in ("formula", "example")
    assert problem.startswith(f"line {line} of the stub is {77 if code else 80} columns wide")
    assert ("a formula or an example has at most 76" if code else "prose has at most 79") in problem


def test_a_long_docstring_is_refused_by_its_level(root: Path, make_kata: MakeKata) -> None:
    for level, most in (("easy", 40), ("medium", 55), ("hard", 70)):
        make_kata("add_two", level=level, **SOUND)
        kata = load_catalog([root]).get("add_two")
        kata.stub_path.write_text('"""' + "line\n" * most + '"""\n')
        assert layout_problems(kata) == []
        kata.stub_path.write_text('"""' + "line\n" * (most + 1) + '"""\n')
        (problem,) = layout_problems(load_catalog([root]).get("add_two"))
        assert f"has {most + 1} lines; a kata of level {level} has at most {most}" in problem


@pytest.mark.parametrize("inner", [False, True], ids=["of the module", "of a function"])
def test_a_formula_that_cannot_be_set_is_refused(kata: Kata, root: Path, inner: bool) -> None:
    head, indent = ("The sum.", "    ") if inner else ("Adding", "")

    def problems(formula: str) -> list[str]:
        block = textwrap.indent(f"{head}\n\n    y = {formula}\n    z = x\n\nThat is all.\n", indent).lstrip()
        module, function = ("Adding\n", block) if inner else (block, "The sum.")
        kata.stub_path.write_text(f'"""{module}"""\n\n\ndef add_two(a, b):\n    """{function}{indent}"""\n')
        return layout_problems(load_catalog([root]).get("add_two"))

    assert problems("sum_i a_i / b") == []
    (problem,) = problems(r"{ \\frac")
    assert problem.startswith("the formula `y = {")


def test_a_source_has_an_address_and_a_kata_tags(root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two", sources=["Euclid, Elements"], tags=["sum"])
    address, tags = layout_problems(load_catalog([root]).get("add_two"))
    assert "`Euclid, Elements` has no address" in address
    assert "1 tags; 2 to 5" in tags


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (MISTAKES.replace("'a + b'", '"a + b"'), "line 3 of mistakes.toml has code between double quotes"),
        (MISTAKES.replace("'a * b'", '"\\n a"'), "line 3 of mistakes.toml has an escape"),
        (MISTAKES.replace("That is", 'That \\"is\\"'), "line 4 of mistakes.toml has an escape"),
        (MISTAKES.replace('"That is the product."', '"""\nThat\\tis\n"""'), "line 4 of mistakes.toml has an escape"),
    ],
)
def test_strings_show_code_as_it_is(kata: Kata, text: str, problem: str) -> None:
    mistakes_path(kata).write_text(text)
    assert [one for one in layout_problems(kata) if problem in one]


def test_backslashes_and_quotes_in_literal_strings_are_code(kata: Kata) -> None:
    text = f"# it's a comment with \\n\n{MISTAKES}".replace("'a * b'", "'''\na * len(\"\\n'\")'''")
    mistakes_path(kata).write_text(text)
    assert layout_problems(kata) == []
