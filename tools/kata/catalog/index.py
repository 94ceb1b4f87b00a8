"""A root's katas and tracks, read from their files once and then from one file in the user's cache folder.

Reading 400 TOML files takes longer than a person likes to wait for a list. The index is used while no file of the root
has changed (names, dates and sizes are compared), and is made anew otherwise; without a cache folder everything works
as it does with one.
"""

import contextlib
import dataclasses
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from kata import __version__
from kata.catalog.kata import FORMAT, PATHS, CatalogError, Kata, Track, load_kata, load_track
from kata.folders import cache_folder

MOST_INDEXES = 50  # in the user's cache folder


def read_root(root: Path) -> tuple[list[Kata], list[Track]]:
    """The katas and tracks of one root, by name within a track.

    Raises:
        CatalogError: names the file, and the key where there is one, that is wrong or missing.
    """
    exercises = root / "exercises"
    if not exercises.is_dir():
        raise CatalogError(f"{root}: a catalog has a folder `exercises`, and this has none.")
    state = _state(exercises)
    path = _index_path(root)
    found = _from_index(path, root, state)
    if found is None:
        found = _from_files(root, exercises)
        _write_index(path, state, *found)
    return found


def _state(exercises: Path) -> str:
    """What changes whenever a file of the catalog does."""
    digest = hashlib.sha256(f"{__version__}/{FORMAT}".encode())
    for track in sorted(entry.path for entry in os.scandir(exercises) if entry.is_dir()):
        for entry in sorted(os.scandir(track), key=lambda entry: entry.name):
            if entry.name.endswith(".toml"):
                status = entry.stat()
                digest.update(
                    f"{entry.path}\0{status.st_mtime_ns}\0{status.st_size}\0".encode("utf-8", "surrogateescape")
                )
            elif entry.name.endswith(".py"):
                digest.update(entry.path.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def _from_files(root: Path, exercises: Path) -> tuple[list[Kata], list[Track]]:
    tracks = {path.parent.name: load_track(path) for path in sorted(exercises.glob("*/track.toml"))}
    katas = []
    for manifest in sorted(exercises.glob("*/*.toml")):
        if manifest.name == "track.toml" or manifest.parent.name == PATHS:
            continue
        kata = load_kata(root, manifest)
        if kata.track not in tracks:
            raise CatalogError(f"{manifest.parent / 'track.toml'} is missing: every track has one.")
        if not kata.stub_path.is_file():
            raise CatalogError(f"{kata.stub_path} is missing: every kata has a stub.")
        katas.append(kata)
    return katas, list(tracks.values())


def _index_path(root: Path) -> Path:
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
    return cache_folder() / f"catalog-{name}.json"


def _from_index(path: Path, root: Path, state: str) -> tuple[list[Kata], list[Track]] | None:
    try:
        data = json.loads(path.read_bytes())
        if data["state"] != state:
            return None
        katas = [Kata(root=root, **{key: _frozen(value) for key, value in entry.items()}) for entry in data["katas"]]
        return katas, [Track(**entry) for entry in data["tracks"]]
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _write_index(path: Path, state: str, katas: list[Kata], tracks: list[Track]) -> None:
    entries = [
        {field.name: getattr(kata, field.name) for field in dataclasses.fields(Kata) if field.name != "root"}
        for kata in katas
    ]
    data = {"state": state, "katas": entries, "tracks": [dataclasses.asdict(track) for track in tracks]}
    beside = path.with_suffix(f".{os.getpid()}.new")
    # A full disk or a read-only home costs the speed and nothing else.
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps(data), encoding="utf-8")
        beside.replace(path)
        # Roots come and go: a bundle's is gone with its grading.
        for old in sorted(path.parent.glob("catalog-*.json"), key=lambda other: -other.stat().st_mtime)[MOST_INDEXES:]:
            old.unlink()
