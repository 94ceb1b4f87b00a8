"""The index of the catalog: used while nothing changed, made anew otherwise, and never needed."""

import json
import os
import shutil
from pathlib import Path

import pytest

from kata.catalog import CatalogError
from kata.catalog import index as catalog_index

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    shutil.copytree(ROOT / "exercises" / "attention", tmp_path / "root" / "exercises" / "attention")
    return tmp_path / "root"


@pytest.fixture
def reads(monkeypatch):
    """The manifests that are read from their files."""
    read = []
    load = catalog_index.load_kata
    monkeypatch.setattr(catalog_index, "load_kata", lambda root, path: read.append(path.stem) or load(root, path))
    return read


def test_the_second_reading_opens_no_manifest(root, reads):
    first = catalog_index.read_root(root)
    assert "causal_mask" in reads
    reads.clear()
    assert catalog_index.read_root(root) == first
    assert reads == []


def later(path, seconds):
    """Move a file's time: a file system may not tell two moments apart."""
    facts = path.stat()
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + seconds * 10**9))


def test_a_changed_a_new_and_a_removed_file_are_noticed(root, reads):
    catalog_index.read_root(root)
    manifest = root / "exercises" / "attention" / "causal_mask.toml"
    manifest.write_text(manifest.read_text().replace('title = "Causal mask"', 'title = "Another"'))
    later(manifest, 1)
    katas, _ = catalog_index.read_root(root)
    assert "Another" in {kata.title for kata in katas}
    manifest.with_suffix(".py").unlink()
    with pytest.raises(CatalogError, match=r"causal_mask\.py is missing"):
        catalog_index.read_root(root)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"state": 1}', "\x00"])
def test_a_broken_index_is_made_anew(root, reads, content):
    first = catalog_index.read_root(root)
    catalog_index._index_path(root).write_text(content)
    assert catalog_index.read_root(root) == first
    assert json.loads(catalog_index._index_path(root).read_text())["katas"]


def test_without_a_cache_folder_everything_works(root, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    katas, tracks = catalog_index.read_root(root)
    assert katas
    assert tracks


def test_the_cache_folder_does_not_fill_up(root, tmp_path, monkeypatch):
    monkeypatch.setattr(catalog_index, "MOST_INDEXES", 2)
    for count, name in enumerate(("one", "two", "three")):
        (tmp_path / name).symlink_to(root)
        catalog_index.read_root(tmp_path / name)
        later(catalog_index._index_path(tmp_path / name), count - 3)
    kept = set(catalog_index._index_path(root).parent.iterdir())
    assert kept == {catalog_index._index_path(tmp_path / name) for name in ("two", "three")}
