"""Submissions that are alike are found, whatever was renamed or moved; and no others."""

import random
import re
import resource
from itertools import combinations

import pytest

from kata.batch.similarity import FORM_SECONDS, LEAST_NEAR, compare, containment, form, likeness, near_in, overlap
from kata.catalog import Catalog, Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import right_answers
from tests.batch import disguises


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
    changed = disguised(source).replace("np.exp(", "1e-9 + np.exp(", 1)
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


def cpu_seconds() -> float:
    """CPU time of this process and of its children that have ended: what else the machine does isn't in it."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


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
    before = cpu_seconds()
    found = compare(kata, [("ada", honest), ("mal", source), ("zoe", honest)])
    assert cpu_seconds() - before < FORM_SECONDS + 20
    assert [group.members for group in found.groups] == [("ada", "zoe")]
    assert "mal" in found.too_long or found.too_short or name == "deep"


@pytest.mark.parametrize("name", ["softmax", "bpe_merge", "td_zero", "perplexity", "layer_norm"])
def test_disguised_copies_stand_above_every_unrelated_pair(catalog: Catalog, name: str) -> None:
    kata = catalog.get(name)
    sources = right_answers(kata)
    forms = {key: form(source, kata.stub) for key, source in sources.items()}
    unrelated = max(likeness(one, other) for one, other in combinations(forms.values(), 2))
    copies = [
        likeness(forms[key], form(copy, kata.stub))
        for key, source in sources.items()
        for copy in disguises.disguised(source)
    ]
    assert len(copies) == 10 * len(sources)
    assert unrelated < LEAST_NEAR < min(copies)
    assert unrelated < 0.3
    assert min(copies) > 0.8


def test_ten_copies_are_the_first_pairs_of_a_class_of_three_hundred(softmax: Kata) -> None:
    """The others are made up: each with a middle of its own, begun and ended as everybody does."""
    rng = random.Random(5)
    names = ["max", "min", "sum", "take", "mean", "prod", "std", "var", "dot", "ptp", "clip", "roll"]

    def line() -> str:
        call, other = rng.choice(names), rng.choice(names)
        return f"    a = logits.{call}(b[{rng.randrange(999)}]) {rng.choice('+-*/')} c.{other}(a, {rng.randrange(999)})"

    sources = []
    for number in range(300):
        middle = "\n".join(line() for _ in range(rng.randrange(6, 14)))
        sources.append((f"s{number:03}", f"def softmax(logits, axis=-1):\n{middle}\n    return a / a.sum()\n"))
    original = sources[7][1].replace("c.", "other.")
    for number, copy in enumerate(disguises.disguised(original)):
        sources.append((f"copy{number}", copy))
    sources.append(("original", original))
    found = compare(softmax, sources)
    culprits = {"s007", "original", *(f"copy{number}" for number in range(10))}
    assert {name for group in found.groups for name in group.members} == culprits
    assert found.pairs
    assert {name for pair in found.pairs for name in (pair.left, pair.right)} <= culprits
    assert all(pair.likeness >= found.near for pair in found.pairs)
    assert [pair.likeness for pair in found.pairs] == sorted((pair.likeness for pair in found.pairs), reverse=True)


def test_code_around_a_copy_does_not_hide_it(softmax: Kata) -> None:
    source = right_answers(softmax)["row_by_row"]
    more = "\n\n".join(
        f"def helper_{number}(x):\n    return np.{name}(x[{number}:], axis={number}) ** {number + 2}\n"
        for number, name in enumerate(["cumsum", "diff", "sort", "median", "unique", "argsort", "nanmax", "trapezoid"])
    )
    one, other = form(source, softmax.stub), form(f"{source}\n\n{more}", softmax.stub)
    assert containment(one, other) > 0.9 > overlap(one, other)


def test_what_is_near_depends_on_how_alike_a_class_is() -> None:
    assert near_in([0.1] * 5) == LEAST_NEAR
    assert near_in([0.05 + 0.001 * (number % 7) for number in range(100)]) == LEAST_NEAR
    assert near_in([0.55 + 0.01 * (number % 9) for number in range(100)]) > 0.7
    assert near_in([0.95] * 100) <= 0.9
