"""Families of calls that a kata can forbid, in all their spellings: the package's, and those of a private catalog.

They stand in graders/forbidden.toml, among what no submission brings along.
"""

import functools
from dataclasses import dataclass
from pathlib import Path

from kata.catalog.catalog import package_root
from kata.catalog.kata import CatalogError, Kata
from kata.libraries import LIBRARIES
from kata.toml_file import TEXT, read_tables, texts

FILE = "forbidden.toml"


@dataclass(frozen=True)
class Family:
    """A family of forbidden calls.

    Attributes:
        reason: the sentence that the learner reads, after the name of what was used.
        names: dotted names, as they can be imported; one that ends in .* stands for all below it.
        methods: names of methods of arrays or tensors.
        allowed: what a name that ends in .* doesn't forbid.
    """

    reason: str
    names: tuple[str, ...]
    methods: tuple[str, ...]
    allowed: tuple[str, ...] = ()

    def forbids(self, dotted: str) -> bool:
        if dotted in self.allowed:
            return False
        return any(
            dotted.startswith(name[:-1]) if name.endswith(".*") else dotted == name or dotted.startswith(f"{name}.")
            for name in self.names
        )


_KEYS = {
    "reason": TEXT,
    "names": texts("a list of dotted names", least=1),
    "methods": texts("a list of names of methods").or_else([]),
    "allowed": texts("a list of dotted names").or_else([]),
}


def forbidden(kata: Kata) -> tuple[Family, ...]:
    """The families that a kata forbids.

    Raises:
        CatalogError: when it names one that doesn't exist, or a file of them is wrong.
    """
    if not kata.forbid:
        return ()
    known = families(kata.root)
    unknown = [name for name in kata.forbid if name not in known]
    if unknown:
        raise CatalogError(
            f"{kata.manifest_path}: the key `forbid` names the family `{unknown[0]}`; there are {', '.join(known)}. "
            f"Further ones stand in graders/{FILE} of the catalog."
        )
    return tuple(known[name] for name in kata.forbid)


@functools.lru_cache(maxsize=64)
def families(root: Path) -> dict[str, Family]:
    """The families by name that katas of a root can forbid: the package's, and the root's own, which win.

    Raises:
        CatalogError: when a file is wrong, by its family and key.
    """
    found: dict[str, Family] = {}
    for path in dict.fromkeys([families_path(package_root()), families_path(root)]):
        if path.is_file():
            found |= {name: Family(**entry) for name, entry in read_tables(path, _KEYS, CatalogError).items()}
    return found


def families_path(root: Path) -> Path:
    return root / "graders" / FILE


def ready_made(kata: Kata) -> list[str]:
    """Examples of what the kata forbids, two a family, of those that its library has at all."""
    packages = {*LIBRARIES[kata.uses].package_names, *kata.imports}
    found: list[str] = []
    for family in forbidden(kata):
        own = [name for name in family.names if name.split(".")[0] in packages and "._" not in name]
        found += own[:2]
    return found
