"""Finding modules in folders that an answer's process may read from but not list."""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import (
    BYTECODE_SUFFIXES,
    EXTENSION_SUFFIXES,
    SOURCE_SUFFIXES,
    ExtensionFileLoader,
    ModuleSpec,
    SourceFileLoader,
    SourcelessFileLoader,
)
from types import ModuleType

_LOADERS = [
    *((suffix, ExtensionFileLoader) for suffix in EXTENSION_SUFFIXES),
    *((suffix, SourceFileLoader) for suffix in SOURCE_SUFFIXES),
    *((suffix, SourcelessFileLoader) for suffix in BYTECODE_SUFFIXES),
]


class PathOnlyFinder:
    """A finder for the end of `sys.meta_path`: it looks for a module's file instead of listing its folder.

    Python's own finder lists a folder anew once it has changed, which any installation does to a folder of packages
    while a warm parent lives. A confined process isn't allowed to, and would find no module there any more.
    """

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        last = name.rpartition(".")[2]
        for folder in path or sys.path:
            base = os.path.join(folder, last)
            for place, inside in ((os.path.join(base, "__init__"), [base]), (base, None)):
                for suffix, loader in _LOADERS:
                    if os.path.isfile(place + suffix):
                        spec = ModuleSpec(name, loader(name, place + suffix), origin=place + suffix)
                        spec.submodule_search_locations = inside
                        spec.has_location = True
                        return spec
        return None
