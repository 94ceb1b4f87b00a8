"""Which packages a kata needs and this machine lacks, found without importing any."""

from functools import cache
from importlib.util import find_spec

from kata.catalog import Kata
from kata.libraries import LIBRARIES, install_line

__all__ = ["install_line", "installed", "missing"]


def missing(kata: Kata) -> list[str]:
    """The packages of the kata's `uses` that aren't installed, the one that it is about first."""
    return [name for name in reversed(LIBRARIES[kata.uses].package_names) if not installed(name)]


@cache
def installed(package: str) -> bool:
    return find_spec(package) is not None
