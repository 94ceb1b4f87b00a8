"""Families of forbidden calls: a private catalog has its own, which hold when its katas are graded."""

import tomllib
from pathlib import Path

import pytest

from kata.catalog import CatalogError, load_catalog
from kata.catalog.families import families, forbidden
from kata.classroom.bundle import pack
from kata.classroom.public import grade_examples
from kata.grading.engine import Engine
from tests.support.cli import MakeKata

PLUS = '[plus]\nreason = "use your fingers"\nnames = ["operator.add"]\n'


@pytest.fixture(autouse=True)
def _own_file(root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two", forbid=["plus"])
    (root / "graders" / "forbidden.toml").write_text(PLUS)
    families.cache_clear()


def test_a_private_family_is_enforced(root: Path, engine: Engine) -> None:
    kata = load_catalog([root]).get("add_two")
    verdict = engine.grade(kata, "import operator\nadd_two = operator.add\n", seed=1)
    assert (verdict.status, verdict.points) == ("forbidden", 0)
    assert "use your fingers" in verdict.message
    assert engine.grade(kata, "def add_two(a, b):\n    return a + b\n", seed=1).passed
    assert {"plus", "softmax"} <= families(root).keys()
    assert b"use your fingers" in pack("", [kata])


def test_a_family_that_is_nowhere_is_named_with_the_kata(root: Path, make_kata: MakeKata, engine: Engine) -> None:
    manifest = make_kata("add_two", forbid=["sofmax"])
    kata = load_catalog([root]).get("add_two")
    with pytest.raises(CatalogError, match=r"names the family `sofmax`; there are .*softmax") as caught:
        forbidden(kata)
    assert str(manifest) in str(caught.value)
    # A student's copy has the examples and no graders.
    assert grade_examples(engine, kata, "def add_two(a, b):\n    return a + b\n").passed


def test_a_wrong_key_is_named(root: Path) -> None:
    (root / "graders" / "forbidden.toml").write_text(PLUS.replace("names", "name"))
    with pytest.raises(CatalogError, match=r"forbidden.toml: \[plus\]: there is no key `name`; did you mean `names`"):
        families(root)


def test_the_packages_own_families_stand_in_the_alphabets_order() -> None:
    (root,) = load_catalog().roots
    own = list(tomllib.loads((root / "graders" / "forbidden.toml").read_text("utf-8")))
    assert own == sorted(own)
