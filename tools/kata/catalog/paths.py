"""Paths: lists of katas for a purpose, in TOML; `kata next` can follow one."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kata.catalog.catalog import Catalog
from kata.catalog.kata import CatalogError, Kata, read_toml
from kata.errors import KataError

CATALOG = "catalog"  # the path that no file describes: every kata, in the catalog's order


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
    """Every path by its name: the catalog's own order, those that come with the package, then those of other roots.

    Raises:
        CatalogError: for a file that is wrong.
    """
    everything = PathStage("", tuple(kata.name for kata in catalog))
    paths = {CATALOG: LearningPath(CATALOG, "Everything", "Every kata, in the catalog's order.", (everything,))}
    roots = dict.fromkeys(kata.root for kata in catalog)
    for folder in [Path(__file__).parents[1] / "paths", *(root / "paths" for root in roots)]:
        for file in sorted(folder.glob("*.toml")):
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
    data = read_toml(file)
    _keys(file, data, ("title", "says", "part"))
    for key in ("title", "says"):
        if not isinstance(data[key], str) or not data[key].strip():
            raise CatalogError(f"{file}: the key `{key}` must be a text.")
    if not isinstance(data["part"], list) or not data["part"]:
        raise CatalogError(f"{file}: a path has at least one [[part]].")
    parts = []
    seen: set[str] = set()
    for entry in data["part"]:
        _keys(file, entry, ("title", "katas"))
        names = entry["katas"]
        if not isinstance(names, list) or not all(isinstance(name, str) and name.isidentifier() for name in names):
            raise CatalogError(f"{file}: the key `katas` must be a list of kata names.")
        twice = [name for name in names if name in seen or names.count(name) > 1]
        if twice:
            raise CatalogError(f"{file}: `{twice[0]}` stands twice in this path.")
        seen.update(names)
        parts.append(PathStage(str(entry["title"]), tuple(names)))
    return LearningPath(file.stem, data["title"], data["says"], tuple(parts))


def _keys(file: Path, data: object, keys: Sequence[str]) -> None:
    if not isinstance(data, dict):
        raise CatalogError(f"{file}: each [[part]] is a table with {' and '.join(keys)}.")
    for key in keys:
        if key not in data:
            raise CatalogError(f"{file}: the key `{key}` is missing.")
    for key in data:
        if key not in keys:
            raise CatalogError(f"{file}: there is no key `{key}`; the keys are {', '.join(keys)}.")
