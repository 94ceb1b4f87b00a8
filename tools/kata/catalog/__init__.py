"""What katas there are: the files of each, read and checked."""

from kata.catalog.catalog import Catalog, UnknownKata, load_catalog, package_root
from kata.catalog.kata import FORMAT, LEVELS, USES, CatalogError, Kata, Track

__all__ = [
    "FORMAT",
    "LEVELS",
    "USES",
    "Catalog",
    "CatalogError",
    "Kata",
    "Track",
    "UnknownKata",
    "load_catalog",
    "package_root",
]
