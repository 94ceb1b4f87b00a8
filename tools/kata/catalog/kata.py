"""One kata and one track, as their TOML files describe them."""

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kata.errors import CannotGrade

FORMAT = 1
LEVELS = ("easy", "medium", "hard")
USES = ("python", "numpy", "torch")


class CatalogError(CannotGrade):
    """A file of the catalog is wrong; the message names the file and the key."""


@dataclass(frozen=True)
class Track:
    """A group of katas: exercises/TRACK/track.toml."""

    name: str
    title: str
    covers: str
    order: int


@dataclass(frozen=True)
class Kata:
    """One exercise. `root` is the folder that holds exercises/, solutions/ and graders/."""

    root: Path
    track: str
    name: str
    title: str
    level: str
    uses: tuple[str, ...]
    imports: tuple[str, ...]
    changes: tuple[str, ...]
    minutes: int
    after: tuple[str, ...]
    formerly: tuple[str, ...]
    sources: tuple[str, ...]
    hints: tuple[str, ...]
    forbid: tuple[str, ...]
    cpu_seconds: int | None = None  # of a test; None: what every answer has
    memory_mib: int | None = None

    @property
    def stub_path(self) -> Path:
        return self.root / "exercises" / self.track / f"{self.name}.py"

    @property
    def manifest_path(self) -> Path:
        return self.root / "exercises" / self.track / f"{self.name}.toml"

    @property
    def solutions_dir(self) -> Path:
        return self.root / "solutions" / self.track / self.name

    @property
    def reference_path(self) -> Path:
        return self.solutions_dir / "reference.py"

    @property
    def grader_path(self) -> Path:
        return self.root / "graders" / self.track / f"test_{self.name}.py"

    @property
    def library(self) -> str:
        """The heaviest of what the kata uses: "python", "numpy" or "torch"."""
        return max(self.uses, key=USES.index)

    @cached_property
    def stub(self) -> str:
        return read_text(self.stub_path)

    @cached_property
    def spec_hash(self) -> str:
        """Identifies the specification that an attempt answered (SHA-256 of the stub, 16 hex digits)."""
        return hashlib.sha256(self.stub.encode()).hexdigest()[:16]


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path}: this file of the catalog can't be read ({error}).") from None


def read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{path}: not valid TOML: {error}.") from None


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


# Every key of a kata's file: what a right value looks like, to a program and to a person.
_KATA_KEYS = {
    "format": (lambda v: v == FORMAT, f"{FORMAT}, the only format that this version reads"),
    "title": (_text, "a text"),
    "level": (lambda v: v in LEVELS, " or ".join(f'"{level}"' for level in LEVELS)),
    "uses": (
        lambda v: _strings(v) and bool(v) and set(v) <= set(USES),
        "a list with one or more of " + ", ".join(f'"{use}"' for use in USES),
    ),
    "imports": (_strings, "a list of package names"),
    "changes": (_strings, "a list of argument names"),
    "minutes": (_whole, "a whole number above 0"),
    "after": (_strings, "a list of kata names"),
    "formerly": (_strings, "a list of earlier names"),
    "sources": (lambda v: _strings(v) and bool(v), "a list with at least one source"),
    "hints": (lambda v: _strings(v) and len(v) == 3, "a list of three hints"),
    "forbid": (_strings, "a list of families of calls"),
}

# What may be left out.
_KATA_MAY_HAVE = {
    "limits": (
        lambda v: isinstance(v, dict) and v.keys() <= {"cpu_seconds", "memory_mib"} and all(map(_whole, v.values())),
        "a table with `cpu_seconds`, `memory_mib` or both, whole numbers above 0",
    ),
}

_TRACK_KEYS = {
    "title": (_text, "a text"),
    "covers": (_text, "a text"),
    "order": (_whole, "a whole number above 0"),
}


_Keys = dict[str, tuple[Any, str]]


def _checked(path: Path, keys: _Keys, may_have: _Keys | None = None) -> dict[str, Any]:
    data = read_toml(path)
    known = {**keys, **(may_have or {})}
    for key, (holds, wanted) in known.items():
        if key not in data and key in keys:
            raise CatalogError(f"{path}: the key `{key}` is missing; it must be {wanted}.")
        if key in data and not holds(data[key]):
            raise CatalogError(f"{path}: the key `{key}` is {data[key]!r}; it must be {wanted}.")
    for key in data:
        if key not in known:
            raise CatalogError(f"{path}: there is no key `{key}`; the keys are {', '.join(known)}.")
    return data


def load_kata(root: Path, manifest: Path) -> Kata:
    """Read one kata from its manifest, exercises/TRACK/KATA.toml.

    Raises:
        CatalogError: names the file and the key that is wrong or missing.
    """
    data = _checked(manifest, _KATA_KEYS, _KATA_MAY_HAVE)
    data |= data.pop("limits", {})
    name = manifest.stem
    if not name.isidentifier() or name != name.lower():
        raise CatalogError(
            f"{manifest}: a kata's name is lower-case words joined by underscores, which `{name}` isn't."
        )
    data.pop("format")
    values: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
    return Kata(root=root, track=manifest.parent.name, name=name, **values)


def load_track(path: Path) -> Track:
    """Read exercises/TRACK/track.toml.

    Raises:
        CatalogError: names the file and the key that is wrong or missing.
    """
    return Track(name=path.parent.name, **_checked(path, _TRACK_KEYS))
