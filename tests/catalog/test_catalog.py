"""What a catalog refuses, by file and key, and how it orders and finds its katas."""

from pathlib import Path

import pytest

from kata.catalog import CatalogError, UnknownKata, load_catalog
from kata.catalog.solutions import declared_cost, load_equivalents, load_mistakes, mistakes_path
from tests.support.cli import MISTAKES, MakeKata


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", " "),
        ("level", "extreme"),
        ("uses", "tensorflow"),
        ("uses", ["numpy"]),
        ("tags", "gpt"),
        ("imports", "scipy"),
        ("changes", [1]),
        ("opaque", ["cache of layer_norm"]),
        ("minutes", 0),
        ("minutes", "ten"),
        ("minutes", True),
        ("after", "softmax"),
        ("formerly", [2]),
        ("sources", []),
        ("hints", ["only one"]),
        ("forbid", {}),
    ],
)
def test_a_wrong_key_is_named_with_its_file(root: Path, make_kata: MakeKata, key: str, value: object) -> None:
    manifest = make_kata("add_two")
    text = manifest.read_text().splitlines()
    literal = {True: "true"}.get(value, repr(value)) if isinstance(value, bool) else repr(value)
    manifest.write_text("\n".join(f"{key} = {literal}" if line.startswith(f"{key} =") else line for line in text))
    with pytest.raises(CatalogError) as caught:
        load_catalog([root])
    assert str(manifest) in str(caught.value)
    assert f"`{key}`" in str(caught.value)


@pytest.mark.parametrize("key", ["title", "hints", "sources", "uses", "minutes"])
def test_a_missing_key_is_named_with_its_file(root: Path, make_kata: MakeKata, key: str) -> None:
    manifest = make_kata("add_two", **{key: None})
    with pytest.raises(CatalogError, match=f"add_two.toml: the key `{key}` is missing"):
        load_catalog([root])
    assert manifest.exists()


def test_an_unknown_key_is_named(root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two", colour="red")
    with pytest.raises(CatalogError, match="there is no key `colour`; the keys are `title`"):
        load_catalog([root])


def test_an_unknown_key_offers_the_nearest(root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two", minuts=5)
    with pytest.raises(CatalogError, match=r"there is no key `minuts`; did you mean `minutes`\?"):
        load_catalog([root])


def test_what_may_be_left_out_has_its_default(root: Path, make_kata: MakeKata) -> None:
    left_out = ("after", "tags", "imports", "changes", "opaque", "formerly", "forbid")
    make_kata("add_two", **dict.fromkeys(left_out))
    kata = load_catalog([root]).get("add_two")
    assert [getattr(kata, key) for key in left_out] == [()] * len(left_out)
    assert kata.cpu_seconds is kata.memory_mib is None


def test_a_mistake_is_edits_or_a_whole_program(root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two")
    kata = load_catalog([root]).get("add_two")
    program = kata.solutions_dir / "mistakes" / "takes_away.py"
    program.parent.mkdir()
    program.write_text(
        '"""That is the difference,\nwhich loses the sign.\n\ncaught by: test_sum\n"""\n\n\n'
        "def add_two(a, b):\n    return a - b\n"
    )
    times, takes_away = load_mistakes(kata)
    assert times.edits == (("a + b", "a * b"),)
    assert "return a * b" in times.source
    assert takes_away.name == "takes-away"
    assert takes_away.says == "That is the difference, which loses the sign."
    assert takes_away.caught_by == "test_sum"
    assert takes_away.edits == ()
    assert takes_away.source == program.read_text()


@pytest.mark.parametrize(
    ("docstring", "sentence"),
    [
        ("Only a sentence.", "its docstring must say"),
        ("caught by: test_sum", "its docstring must say"),
        ("A sentence.\n\ncaught by: nothing at all", "its docstring must say"),
        ("A sentence.\n\ncaught by: test_sum", "has a mistake `times` too"),
    ],
)
def test_a_whole_program_that_says_too_little_is_named(
    root: Path, make_kata: MakeKata, docstring: str, sentence: str
) -> None:
    make_kata("add_two")
    kata = load_catalog([root]).get("add_two")
    program = kata.solutions_dir / "mistakes" / "times.py"
    program.parent.mkdir()
    program.write_text(f'"""{docstring}\n"""\n')
    with pytest.raises(CatalogError, match=sentence) as caught:
        load_mistakes(kata)
    assert str(program) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[mistakes]]", "there is no key `mistakes`; did you mean `mistake`?"),
        ("[[mistake]]\nname = 'a'", r"\[\[mistake\]\] 1: the key `edits` is missing"),
        ("[[mistake]]\nname = 'a'\nfile = 'b.py'", r"\[\[mistake\]\] 1: there is no key `file`"),
        (MISTAKES.replace("a + b", "a - b"), "`a - b` stands 0 times"),
        (MISTAKES.replace("'a + b'", "'a'"), r"`a` stands \d+ times"),
        (MISTAKES + MISTAKES, "two mistakes are called `times`"),
        ("[[equivalent]]\nwhy = 'S'", "the key `edits` is missing"),
        ("[proof]\ncpu_seconds = 20\nwhy = 'S'", "at most 15"),
    ],
)
def test_a_mistakes_file_that_is_wrong_is_a_sentence(root: Path, make_kata: MakeKata, text: str, sentence: str) -> None:
    make_kata("add_two")
    kata = load_catalog([root]).get("add_two")
    mistakes_path(kata).write_text(text)
    with pytest.raises(CatalogError, match=sentence) as caught:
        (load_mistakes(kata), load_equivalents(kata), declared_cost(kata))
    assert "mistakes.toml" in str(caught.value)


def test_toml_that_is_none_is_named(root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two").write_text("title = ")
    with pytest.raises(CatalogError, match=r"add_two.toml: not valid TOML"):
        load_catalog([root])


def test_a_manifest_that_is_not_utf8_is_named(root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two").write_bytes(b'title = "\xff"')
    with pytest.raises(CatalogError, match=r"add_two.toml"):
        load_catalog([root])


def test_two_katas_of_one_name_are_both_named(root: Path, make_kata: MakeKata) -> None:
    one, other = make_kata("add_two"), make_kata("add_two", track="more")
    with pytest.raises(CatalogError) as caught:
        load_catalog([root])
    assert str(one) in str(caught.value)
    assert str(other) in str(caught.value)


def test_a_name_is_unique_across_roots(root: Path, make_kata: MakeKata) -> None:
    make_kata("causal_mask")
    with pytest.raises(CatalogError, match="Two katas are called `causal_mask`"):
        load_catalog([root])


def test_a_cycle_is_shown_as_a_chain(root: Path, make_kata: MakeKata) -> None:
    make_kata("one", after=["three"])
    make_kata("two", after=["one"])
    make_kata("three", after=["two"])
    with pytest.raises(CatalogError, match=r"the key `after` makes a cycle \((\w+) -> \w+ -> \w+ -> \1\)"):
        load_catalog([root])


def test_a_missing_stub_and_a_missing_track_are_named(root: Path, make_kata: MakeKata) -> None:
    manifest = make_kata("add_two")
    (manifest.parent / "track.toml").unlink()
    with pytest.raises(CatalogError, match=r"track.toml is missing"):
        load_catalog([root])
    make_kata("add_two")
    manifest.with_suffix(".py").unlink()
    with pytest.raises(CatalogError, match=r"add_two.py is missing"):
        load_catalog([root])


def test_a_folder_that_is_no_catalog_says_what_one_has(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="`exercises`"):
        load_catalog([tmp_path])


def test_an_unknown_name_offers_the_nearest() -> None:
    with pytest.raises(UnknownKata, match="Did you mean causal_mask"):
        load_catalog().get("casual-mask")
    with pytest.raises(UnknownKata, match="`kata list` shows them all"):
        load_catalog().get("zzzzzz")


def test_hyphens_and_capitals_are_accepted() -> None:
    assert load_catalog().get("Causal-Mask").name == "causal_mask"


def test_a_former_name_is_followed_unless_a_kata_has_it(root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two", formerly=["plus", "sum_two"])
    make_kata("plus")
    catalog = load_catalog([root])
    assert catalog.get("sum-two").name == "add_two"
    assert catalog.get("plus").name == "plus"


def test_what_comes_first_is_first(root: Path, make_kata: MakeKata) -> None:
    make_kata("late", track="early_track", order=1, after=["base", "not_there_yet"])
    make_kata("base", track="late_track", order=2)
    catalog = load_catalog([root])
    names = [kata.name for kata in catalog]
    assert names.index("base") < names.index("late")
    assert [kata.name for kata in catalog.prerequisites(catalog.get("late"))] == ["base"]
