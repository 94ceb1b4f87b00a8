"""Full-text search over the katas."""

import os
import shutil
from pathlib import Path

import pytest

from kata.catalog import load_catalog
from kata.catalog.search import search
from kata.folders import cache_folder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


def names(catalog, text):
    return [kata.name for kata in search(catalog, text).katas]


@pytest.mark.parametrize(
    ("text", "kata"),
    [
        ("gpt", "causal_mask"),  # a tag
        ("Causal MASK", "causal_mask"),  # the title
        ("causal-mask", "causal_mask"),  # the name, spelled as on the command line
        ("Vaswani", "sinusoidal_positions"),  # a source
        ("transformer", "layer_norm"),  # the specification
        ("transformers", "layer_norm"),  # its plural
        ("backprop", "mlp_backprop"),
        ("grad che", "gradient_check"),  # the beginnings of words, as they are typed
    ],
)
def test_a_word_is_found_wherever_it_stands(catalog, text, kata):
    assert kata in names(catalog, text)


@pytest.mark.parametrize(
    ("text", "kata"), [("kv_cache", "kv_cache"), ("softmax", "softmax"), ("sgd momentum", "sgd_momentum")]
)
def test_the_kata_of_that_name_comes_first(catalog, text, kata):
    assert names(catalog, text)[0] == kata


@pytest.mark.parametrize(
    ("typed", "meant", "kata"),
    [
        ("atention", "attention", "linear_attention"),
        ("softmx", "softmax", "softmax_backward"),
        ("gradeint", "gradient", "gradient_check"),
        ("gtp", "gpt", "causal_mask"),
    ],
)
def test_typing_errors_are_forgiven_and_said(catalog, typed, meant, kata):
    found = search(catalog, typed)
    assert kata in [one.name for one in found.katas]
    assert meant in found.corrected[typed]
    assert f"`{meant}`" in found.says()


def test_every_word_counts_and_where_no_kata_has_all_those_with_the_most_are_found(catalog):
    both = search(catalog, "softmax backward")
    assert both.every_word
    assert set(names(catalog, "softmax backward")) <= set(names(catalog, "softmax")) & set(names(catalog, "backward"))
    some = search(catalog, "cross entropy zqzqzq")
    assert not some.every_word
    assert {"cross_entropy", "binary_cross_entropy"} <= {kata.name for kata in some.katas}
    assert "rotary_embedding" not in [kata.name for kata in some.katas]
    assert "most of them" in some.says()


@pytest.mark.parametrize("text", ['"', "c++", 'a" OR name:*', "NEAR(", "-", "ä ö", "(((", "\x00", "*"])
def test_whatever_is_typed_is_words_and_never_a_query(catalog, text):
    search(catalog, text)


def test_nothing_finds_everything_and_nonsense_finds_nothing(catalog):
    assert names(catalog, " ") == [kata.name for kata in catalog]
    found = search(catalog, "qqqqzzzz")
    assert not found.katas
    assert found.says() == "`qqqqzzzz` stands nowhere."


def test_the_index_is_read_from_its_file_until_a_kata_changes(tmp_path):
    root = tmp_path / "root"
    (root / "exercises").mkdir(parents=True)
    shutil.copytree(ROOT / "exercises" / "attention", root / "exercises" / "private")
    for file in (root / "exercises" / "private").iterdir():
        if file.suffix in (".toml", ".py") and file.stem != "track":
            file.rename(file.with_name(f"own_{file.name}"))
    catalog = load_catalog([root])
    assert names(catalog, "wombat") == []
    (file,) = cache_folder().glob("search-*.db")
    made = file.stat().st_mtime_ns
    assert names(catalog, "own_causal_mask")[0] == "own_causal_mask"
    assert file.stat().st_mtime_ns == made
    theory = root / "exercises" / "private" / "own_causal_mask.md"
    theory.write_text("Why a wombat sees the past only.\n")
    assert names(catalog, "wombat") == ["own_causal_mask"]
    theory.write_text("Why a womble sees the past only.\n")
    os.utime(theory, ns=(0, made + 10**9))
    assert names(catalog, "womble") == ["own_causal_mask"]


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 500])
def test_a_broken_index_is_made_anew(catalog, content):
    assert "causal_mask" in names(catalog, "gpt")
    (file,) = cache_folder().glob("search-*.db")
    file.write_bytes(content)
    assert "causal_mask" in names(catalog, "gpt")
    assert file.stat().st_size > 10_000


def test_without_a_cache_folder_it_works(catalog, tmp_path):
    (tmp_path / "cache").write_text("a file where the folder would be")
    assert "causal_mask" in names(catalog, "gpt")


def test_a_phrase_of_ones_own_note_comes_first_and_its_scattered_words_last() -> None:
    catalog = load_catalog()
    notes = {"kmeans": "attention, the mask of causal things", "ridge": "here the causal mask came to my mind"}
    found = [kata.name for kata in search(catalog, "the causal mask", notes).katas]
    assert (found[0], found[-1]) == ("ridge", "kmeans")
    assert search(catalog, "causal mask", notes).katas[0].name == "causal_mask", "a kata's own name comes before"
    assert search(catalog, "mask", notes).katas[0].name != "ridge", "a single word is no phrase"
