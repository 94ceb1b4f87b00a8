"""What an answer's process can import: the standard library, and packages by name. All else is absent.

Packages try optional ones and go on when those aren't installed. One that is installed but may not be read has to look
the same: not to be found, by any way of asking, rather than found and forbidden.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    ModuleSpec,
    PathFinder,
    SourceFileLoader,
    SourcelessFileLoader,
)
from importlib.util import spec_from_file_location
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from importlib.metadata import Distribution, DistributionFinder

_LOADERS = [
    *((suffix, ExtensionFileLoader) for suffix in EXTENSION_SUFFIXES),
    *((suffix, SourceFileLoader) for suffix in SOURCE_SUFFIXES),
    *((suffix, SourcelessFileLoader) for suffix in BYTECODE_SUFFIXES),
]

# Where a package or module lies: its file, None for a namespace package; and its folders, None for a plain module.
Location = tuple[str | None, list[str] | None]


class PackageFinder:
    """Takes the place of Python's own finder for paths in `sys.meta_path`.

    Args:
        packages: what can be imported besides the standard library, by name. Of a package of which parts are named
            too, as in "kata" and "kata.given", those parts can be imported and no others.
        metadata: folders of distribution metadata (`*.dist-info`) that can be found.
        hidden: what can't be imported although it lies in the standard library's folder.
    """

    def __init__(self, packages: Mapping[str, Location], metadata: Sequence[str], hidden: Iterable[str]) -> None:
        self._packages = packages
        self._metadata = metadata
        self._hidden = frozenset(hidden)
        self._in_parts = {name.rpartition(".")[0] for name in packages} - {""}
        self._library = tuple(sys.path)

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        parent, _, _ = name.rpartition(".")
        if name in self._packages:
            return _spec(name, *self._packages[name])
        if name in self._hidden or parent in self._in_parts:
            return None
        return PathFinder.find_spec(name, path, target) or _find_unlisted(name, self._library if path is None else path)

    def iter_modules(self, prefix: str = "") -> Iterator[tuple[str, bool]]:
        """What `pkgutil.iter_modules` lists besides what it finds in the folders of `sys.path`."""
        for name, (_, folders) in self._packages.items():
            if "." not in name:
                yield prefix + name, folders is not None

    def find_distributions(self, context: "DistributionFinder.Context | None" = None) -> "Iterator[Distribution]":
        """What `importlib.metadata` finds."""
        from importlib.metadata import DistributionFinder, PathDistribution
        from pathlib import Path

        context = context or DistributionFinder.Context()
        if "path" not in vars(context):
            for folder in self._metadata:
                if context.name is None or is_metadata_of(context.name, os.path.basename(folder)):
                    yield PathDistribution(Path(folder))
        yield from PathFinder.find_distributions(context)

    @staticmethod
    def invalidate_caches() -> None:
        PathFinder.invalidate_caches()


def restrict_imports(
    packages: Mapping[str, Location], metadata: Sequence[str], hidden: Iterable[str], folders: Iterable[str]
) -> None:
    """Let this process import nothing but the standard library and `packages` from now on: see `PackageFinder`.

    Args:
        folders: the folders of packages that are on `sys.path`, and no longer.
    """
    for folder in folders:
        while folder in sys.path:
            sys.path.remove(folder)
        # What was listed while that was still allowed isn't to be found later.
        sys.path_importer_cache.pop(folder, None)
    place = sys.meta_path.index(PathFinder)
    sys.meta_path[place] = PackageFinder(packages, metadata, hidden)


def is_metadata_of(package: str, entry: str) -> bool:
    """Whether an entry of a folder of packages is a package's metadata: "Jinja2-3.1.dist-info" is that of "jinja2"."""
    name, extension = os.path.splitext(entry)
    return extension in (".dist-info", ".egg-info") and _plain(name.partition("-")[0]) == _plain(package)


def _plain(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")


def _spec(name: str, file: str | None, folders: list[str] | None) -> ModuleSpec | None:
    if file is not None:
        return spec_from_file_location(name, file, submodule_search_locations=folders)
    spec = ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = folders
    return spec


def _find_unlisted(name: str, path: Sequence[str]) -> ModuleSpec | None:
    """Look for a module's file, where Python's own finder would list its folder.

    It lists a folder anew once that has changed, which any installation may do while a warm parent lives. A confined
    process isn't allowed to, and would find no module there any more.
    """
    last = name.rpartition(".")[2]
    for folder in path:
        base = os.path.join(folder, last)
        for place, inside in ((os.path.join(base, "__init__"), [base]), (base, None)):
            for suffix, loader in _LOADERS:
                if os.path.isfile(place + suffix):
                    spec = ModuleSpec(name, loader(name, place + suffix), origin=place + suffix)
                    spec.submodule_search_locations = inside
                    spec.has_location = True
                    return spec
    return None
