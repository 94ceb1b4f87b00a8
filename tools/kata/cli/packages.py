"""Which packages a kata needs and this machine lacks, found without importing any."""

from functools import cache
from importlib.util import find_spec

from kata.catalog import Kata


def missing(kata: Kata) -> list[str]:
    """What the kata's `uses` needs that aren't installed."""
    return [kata.uses] if kata.uses != "python" and not installed(kata.uses) else []


@cache
def installed(package: str) -> bool:
    return find_spec(package) is not None


def install_line(packages: list[str]) -> str:
    """The command that installs them where this program runs."""
    return f"python -m pip install {' '.join(packages)}"
