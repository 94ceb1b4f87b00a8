"""Paths: lists of katas for a purpose, in TOML; `kata next` can follow one."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kata.catalog.catalog import Catalog
from kata.catalog.kata import PATHS, CatalogError, Kata
from kata.errors import KataError
from kata.toml_file import TEXT, Key, read_toml, tables

CATALOG = "catalog"  # the path that no file describes: every kata, in the catalog's order


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) and name.isidentifier() for name in value)


_PART = {"title": Key("a text", lambda v: isinstance(v, str)), "katas": Key("a list of kata names", _are_names)}
_KEYS = {"title": TEXT, "says": TEXT, "part": tables(_PART, least=1)}


@dataclass(frozen=True)
class PathStage:
    """A stretch of a path."""

    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class LearningPath:
    """A list of katas for a purpose. A name that the catalog doesn't have (yet) is passed over, as in `after`."""

    name: str
    title: str
    says: str
    parts: tuple[PathStage, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(name for part in self.parts for name in part.names)

    def katas(self, catalog: Catalog) -> list[Kata]:
        """Its katas, in its order."""
        return [catalog.get(name) for name in self.names if name in catalog]


def load_paths(catalog: Catalog) -> dict[str, LearningPath]:
    """Every path by its name: the catalog's own order, then those of each root's exercises/paths, the package's first.

    Raises:
        CatalogError: for a file that is wrong.
    """
    everything = PathStage("", tuple(kata.name for kata in catalog))
    paths = {CATALOG: LearningPath(CATALOG, "Everything", "Every kata, in the catalog's order.", (everything,))}
    for root in catalog.roots:
        for file in sorted((root / "exercises" / PATHS).glob("*.toml")):
            paths[file.stem] = load_path(file)
    return paths


def find_path(catalog: Catalog, name: str) -> LearningPath:
    """The path of that name; underscores count as hyphens.

    Raises:
        KataError: lists the paths that there are.
    """
    paths = load_paths(catalog)
    wanted = name.strip().lower().replace("_", "-")
    if wanted not in paths:
        raise KataError(f"There is no path `{name}`. The paths are {', '.join(paths)}; `kata path` tells about them.")
    return paths[wanted]


def load_path(file: Path) -> LearningPath:
    """Read one path: `title`, `says`, and one or more [[part]] with `title` and `katas`.

    Raises:
        CatalogError: names the file and the key that is wrong or missing.
    """
    data = read_toml(file, _KEYS, CatalogError)
    path = LearningPath(
        file.stem, data["title"], data["says"], tuple(PathStage(part["title"], part["katas"]) for part in data["part"])
    )
    twice = [name for name, count in Counter(path.names).items() if count > 1]
    if twice:
        raise CatalogError(f"{file}: `{twice[0]}` stands twice in this path.")
    return path
