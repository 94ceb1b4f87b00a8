"""Which packages a kata needs and this machine lacks, found without importing any."""

from importlib.util import find_spec

from kata.catalog import Kata


def missing(kata: Kata) -> list[str]:
    """The packages of the kata's `uses` that aren't installed."""
    return [package for package in kata.uses if package != "python" and find_spec(package) is None]


def install_line(packages: list[str]) -> str:
    """The command that installs them where this program runs."""
    return f"python -m pip install {' '.join(packages)}"
