"""What katas there are: the files of each, read and checked."""

from kata.catalog.catalog import Catalog, UnknownKata, load_catalog, package_root
from kata.catalog.kata import FORMAT, LEVELS, CatalogError, Kata, Track

__all__ = [
    "FORMAT",
    "LEVELS",
    "Catalog",
    "CatalogError",
    "Kata",
    "Track",
    "UnknownKata",
    "load_catalog",
    "package_root",
]
