"""`kata doctor`: what this machine offers, and how to get more."""

import json
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

import click

from kata import __version__
from kata.cli.layout import Span
from kata.cli.options import json_option
from kata.cli.screen import make_screen
from kata.cli.status import NOT_PASSED
from kata.errors import CannotGrade

_WHAT = {
    "bubblewrap": "nothing exists for an answer but what it needs; the rest as below",
    "landlock": "no other file, no network, no other process or program",
    "limits": "memory, CPU time and file size; an answer can read and write your files, and use the network",
}
_PACKAGES = ("numpy", "scipy", "gymnasium", "torch", "pytest")


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Say at which levels answers can be confined here, why not at others, which packages there are, and whether known
    answers get the points that they must. Exit status 1 when something stands in the way of grading.

    \b
    Examples:
      kata doctor
      kata doctor --json
    """
    from kata.sandbox.confinement import LEVELS, available_levels, best_level

    offered = available_levels()
    usable = any(not why_not for why_not in offered.values())
    best = best_level() if usable else ""
    packages = {name: _version(name) for name in _PACKAGES}
    failed = _selftest(bool(packages["torch"])) if usable else {"python": offered[LEVELS[0]]}
    if as_json:
        found = {"mlkata": __version__, "python": platform.python_version(), "packages": packages}
        click.echo(json.dumps({**found, "levels": offered, "best": best, "selftest": failed}, indent=2))
        sys.exit(NOT_PASSED if any(failed.values()) else 0)
    screen = make_screen()
    screen.line(("mlkata ", "strong"), f"{__version__}, Python {platform.python_version()}, {platform.platform()}")
    for name, found_version in packages.items():
        lacking = "not installed; katas that use it can't be graded" if name == "torch" else "not installed"
        screen.line(f"{name} {found_version}" if found_version else f"{name}: {lacking}", indent=2)
    screen.blank()
    screen.line(("Answers can be confined, from the tightest level on:", "strong"))
    rows: list[list[Span]] = []
    for level in reversed(LEVELS):
        word: Span = ("used", "good") if level == best else ("yes", "good") if not offered[level] else ("no", "warn")
        rows.append([(level, "code"), word, offered[level] or _WHAT[level]])
    screen.table(rows, indent=2)
    screen.line(("`kata check --confinement LEVEL` demands one, and doesn't start without it.", "dim"))
    screen.blank()
    for library, why in failed.items():
        held: Span = (why, "bad") if why else ("known answers get the points that they must", "good")
        screen.line((f"self-test, {library}: ", "strong"), held)
    sys.exit(NOT_PASSED if any(failed.values()) else 0)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _selftest(torch: bool) -> dict[str, str]:
    """Why the self-test fails, by library; "" where it holds."""
    from kata.grading import Engine
    from kata.grading.selftest import make_sure, toy

    failed = {}
    for library in ("python", "numpy", "torch")[: 3 if torch else 2]:
        with Engine(selftest="never") as engine:
            try:
                make_sure(engine, toy(library), engine.level(), always=True)
                failed[library] = ""
            except CannotGrade as error:
                failed[library] = str(error)
    return failed
