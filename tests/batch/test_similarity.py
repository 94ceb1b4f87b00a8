"""Submissions that are alike are found, whatever was renamed or moved; and no others."""

import re
import time

import pytest

from kata.batch.similarity import FORM_SECONDS, compare, form, likeness
from kata.bounded import WALL_FACTOR
from kata.catalog import Catalog, Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import right_answers


@pytest.fixture(scope="module")
def softmax(catalog: Catalog) -> Kata:
    return catalog.get("softmax")


def disguised(source: str) -> str:
    """The same program with other names, comments, texts, blank lines and order."""
    blocks = source.split("\n\n\n")
    source = "\n\n\n".join([blocks[0], *reversed(blocks[1:])])
    source = re.sub(r'"""(?:.|\n)*?"""', '"""My own work."""', source, count=1)
    source = re.sub(r"\b(weights|exponents|total|shifted|peak)\b", lambda found: f"my_{found.group()}", source)
    return source.replace("\n    return", "\n    # and so\n    return")


def test_names_comments_docstrings_and_order_make_no_difference(softmax: Kata) -> None:
    source = right_answers(softmax)["one_pass"]
    one, other = form(source, softmax.stub), form(disguised(source), softmax.stub)
    assert one.tokens > 100
    assert one == other


def test_another_way_to_write_it_is_not_alike(softmax: Kata) -> None:
    forms = [form(source, softmax.stub) for source in right_answers(softmax).values()]
    assert len(forms) >= 3
    for index, one in enumerate(forms):
        for other in forms[:index]:
            assert likeness(one, other) < 0.7


def test_what_is_called_is_a_difference() -> None:
    assert form("def f(x):\n    return np.exp(x)\n") != form("def f(x):\n    return np.log(x)\n")
    assert form("def f(x):\n    return x + 1\n") != form("def f(x):\n    return x + 2\n")


def test_the_stubs_own_lines_are_left_out(softmax: Kata) -> None:
    assert form(softmax.stub, softmax.stub).tokens == 0
    body = "\n".join(f"    a{n} = logits * {n} + a{n - 1}" for n in range(1, 20))
    written = softmax.stub.replace("    raise NotImplementedError\n", body + "\n", 1)
    alone = form("import numpy as np\ndef f(logits, axis=-1):\n" + body, "")
    assert form(written, softmax.stub).tokens < alone.tokens


def test_a_copy_with_a_changed_line_is_found_and_says_how_alike(softmax: Kata) -> None:
    source = right_answers(softmax)["one_pass"]
    changed = disguised(source).replace("import numpy as np\n", "import numpy as np\n\nSMALL = 1e-9 + 2\n")
    other = right_answers(softmax)["library"]
    found = compare(softmax, [("ada", source), ("eve", changed), ("bob", other)])
    (group,) = found.groups
    assert group.members == ("ada", "eve")
    assert 0.8 <= group.likeness < 1
    assert group.answers["one_pass"] == 1.0


def test_an_answer_that_is_the_reference_is_said(softmax: Kata) -> None:
    found = compare(softmax, [("ada", disguised(right_answers(softmax)["reference"]))])
    assert found.like_answers == {"ada": ("reference", 1.0)}
    assert found.groups == []


def test_short_answers_are_not_compared(softmax: Kata) -> None:
    short = "import numpy as np\ndef softmax(x, axis=-1):\n    e = np.exp(x)\n    return e / e.sum()\n"
    found = compare(softmax, [("ada", short), ("bob", short)])
    assert found.groups == []
    assert found.too_short == 2
    assert found.too_long == []


def test_source_that_is_no_python_is_compared_as_far_as_it_goes(softmax: Kata) -> None:
    broken = right_answers(softmax)["row_by_row"] + "\n    ((((\n"
    found = compare(softmax, [("ada", broken), ("bob", disguised(broken)), ("eve", "\x00"), ("mal", "'''")])
    assert [group.members for group in found.groups] == [("ada", "bob")]


@pytest.mark.slow
def test_a_thousand_honest_answers_to_one_kata_make_no_pairs_of_their_own(softmax: Kata) -> None:
    # Each has its own middle, and all share how the kata is begun and ended.
    middle = "\n".join("    a = logits.{0}(b[{1}], {2}) - c.{3}(a)" for _ in range(8))
    sources = []
    for number in range(1000):
        names = ["max", "min", "sum", "take", "mean", "prod", "std", "var", "dot", "ptp"]
        digits = [names[number % 10], number, number * 7 % 1009, names[number // 10 % 10]]
        sources.append(
            (f"s{number}", f"def softmax(logits, axis=-1):\n{middle.format(*digits)}\n    return a / a.sum()\n")
        )
    assert compare(softmax, sources).groups == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("one line", "x = [" + "1, " * 100_000 + "1]\n"),
        ("quotes that never end", "x = 1\n" + "'\\" * 300_000 + "\n"),
        ("brackets", "(" * 300_000 + "\n"),
        ("many lines", "x = f(1, 2)\n" * 80_000),
        ("deep", "\n".join(" " * n + "if x:" for n in range(1, 1200))),
    ],
)
def test_a_source_that_is_made_to_be_slow_costs_seconds_and_nobody_else(
    catalog: Catalog, name: str, source: str
) -> None:
    kata = catalog.get("softmax")
    honest = read_text(kata.reference_path)
    begun = time.monotonic()
    found = compare(kata, [("ada", honest), ("mal", source), ("zoe", honest)])
    assert time.monotonic() - begun < FORM_SECONDS * WALL_FACTOR + 20
    assert [group.members for group in found.groups] == [("ada", "zoe")]
    assert "mal" in found.too_long or found.too_short or name == "deep"
