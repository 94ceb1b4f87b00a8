"""Which packages a kata needs and this machine lacks, found without importing any."""

from functools import cache
from importlib.util import find_spec

from kata.catalog import Kata


def missing(kata: Kata) -> list[str]:
    """The packages of the kata's `uses` that aren't installed."""
    return [package for package in kata.uses if package != "python" and not installed(package)]


@cache
def installed(package: str) -> bool:
    return find_spec(package) is not None


def install_line(packages: list[str]) -> str:
    """The command that installs them where this program runs."""
    return f"python -m pip install {' '.join(packages)}"
