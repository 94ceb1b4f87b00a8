"""Finding modules in folders that an answer's process may read from but not list."""

import os
import sys
from collections.abc import Sequence
from importlib.machinery import BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, SOURCE_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from types import ModuleType

_SUFFIXES = (*EXTENSION_SUFFIXES, *SOURCE_SUFFIXES, *BYTECODE_SUFFIXES)


class Unlisted:
    """A finder for the end of `sys.meta_path`: it looks for a module's file instead of listing its folder.

    Python's own finder lists a folder anew once it has changed, which any installation does to a folder of packages
    while a warm parent lives. A confined process isn't allowed to, and would find no module there any more.
    """

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        last = name.rpartition(".")[2]
        for folder in path or sys.path:
            base = os.path.join(folder, last)
            for suffix in _SUFFIXES:
                package = os.path.join(base, f"__init__{suffix}")
                if os.path.isfile(package):
                    return spec_from_file_location(name, package, submodule_search_locations=[base])
            for suffix in _SUFFIXES:
                if os.path.isfile(base + suffix):
                    return spec_from_file_location(name, base + suffix)
        return None
