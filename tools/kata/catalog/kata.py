"""One kata and one track, as their TOML files describe them."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kata import toml_file
from kata.errors import CannotGrade
from kata.libraries import LIBRARIES
from kata.toml_file import TEXT, WHOLE, Key, one_of, read_toml, table, texts

FORMAT = 2
LEVELS = ("easy", "medium", "hard")
PATHS = "paths"  # the folder beside the tracks that holds lists of katas for a purpose


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
    uses: str  # of `kata.libraries.LIBRARIES`
    minutes: int
    sources: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    opaque: tuple[str, ...] = ()  # see `opaque_results`
    formerly: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    cpu_seconds: int | None = None  # of a test; None: what every answer has
    memory_mib: int | None = None

    @property
    def stub_path(self) -> Path:
        return self.root / "exercises" / self.track / f"{self.name}.py"

    @property
    def manifest_path(self) -> Path:
        return self.root / "exercises" / self.track / f"{self.name}.toml"

    @property
    def theory_path(self) -> Path:
        """The page on why it works and where it is used; not every kata has one."""
        return self.root / "exercises" / self.track / f"{self.name}.md"

    @property
    def solutions_dir(self) -> Path:
        return self.root / "solutions" / self.track / self.name

    @property
    def reference_path(self) -> Path:
        return self.solutions_dir / "reference.py"

    @property
    def grader_path(self) -> Path:
        return self.root / "graders" / self.track / f"test_{self.name}.py"

    @cached_property
    def stub(self) -> str:
        return read_text(self.stub_path)

    @cached_property
    def spec_hash(self) -> str:
        """Identifies the specification that an attempt answered (SHA-256 of the stub, 16 hex digits)."""
        return hashlib.sha256(self.stub.encode()).hexdigest()[:16]


def read_text(path: Path) -> str:
    return toml_file.read_text(path, CatalogError)


_LIMITS = {"cpu_seconds": WHOLE.or_else(None), "memory_mib": WHOLE.or_else(None)}

# A result that the spec leaves to the answer: of a function, or of a class's method, whole or one item of it.
_OPAQUE = re.compile(r"([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?)(?:\[(\d+)\])?")

# Every key of a kata's file. What may be left out has its default here.
_KATA_KEYS = {
    "title": TEXT,
    "level": one_of(LEVELS),
    "uses": one_of(LIBRARIES),
    "minutes": WHOLE,
    "after": texts("a list of kata names").or_else([]),
    "sources": texts("a list with at least one source", least=1),
    "hints": texts("a list of three hints", least=3, most=3),
    "tags": texts("a list of words that people search by").or_else([]),
    "imports": texts("a list of package names").or_else([]),
    "changes": texts("a list of argument names").or_else([]),
    "opaque": Key(
        'a list of results, as in ["layer_norm[1]"]',
        lambda v: isinstance(v, list) and all(isinstance(one, str) and _OPAQUE.fullmatch(one) for one in v),
        [],
    ),
    "formerly": texts("a list of earlier names").or_else([]),
    "forbid": texts("a list of families of calls").or_else([]),
    "limits": table(_LIMITS),
}

_TRACK_KEYS = {"title": TEXT, "covers": TEXT, "order": WHOLE}


def load_kata(root: Path, manifest: Path) -> Kata:
    """Read one kata from its manifest, exercises/TRACK/KATA.toml.

    Raises:
        CatalogError: names the file and the key that is wrong or missing.
    """
    data = read_toml(manifest, _KATA_KEYS, CatalogError)
    name = manifest.stem
    if not name.isidentifier() or name != name.lower():
        raise CatalogError(
            f"{manifest}: a kata's name is lower-case words joined by underscores, which `{name}` isn't."
        )
    return Kata(root=root, track=manifest.parent.name, name=name, **data.pop("limits"), **data)


def opaque_results(names: Iterable[str]) -> dict[str, list[int]]:
    """Which results of which function stay in the answer's process, for an `opaque` key of a kata.

    Returns:
        The places of the items by the function's name; no places when it is the whole result.
    """
    found: dict[str, list[int]] = {}
    for name in names:
        match = _OPAQUE.fullmatch(name)
        assert match is not None, name
        places = found.setdefault(match[1], [])
        if match[2] is not None:
            places.append(int(match[2]))
    return found


def load_track(path: Path) -> Track:
    """Read exercises/TRACK/track.toml.

    Raises:
        CatalogError: names the file and the key that is wrong or missing.
    """
    return Track(name=path.parent.name, **read_toml(path, _TRACK_KEYS, CatalogError))
