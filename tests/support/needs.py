"""What a test needs besides Python and the packages of the test command, by its mark; and what was skipped, in a line.

A test that needs one of these is marked with its name. Where it can't be had, the test is skipped.
"""

import functools
import importlib.util
import shutil
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from kata.author.selection import draw
from kata.catalog import Kata, load_catalog
from kata.libraries import LIBRARIES
from kata.sandbox.confinement import LEVELS
from kata.sandbox.levels import available_levels

# Packages of libraries that aren't installed with the platform.
OPTIONAL = {package.name for library in LIBRARIES.values() for package in library.packages if package.requirement}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def why_not(level: str) -> str:
    """Why answers can't run at a level here, in a few words; empty if they can."""
    if not available_levels()[level]:
        return ""
    if level == "bubblewrap" and shutil.which("bwrap") is None:
        return "bubblewrap isn't installed"
    return f"{level} doesn't work here"


def _lacking() -> dict[str, str]:
    """Why a test with a mark can't run here, by the mark."""
    found = {}
    if why_not("bubblewrap"):
        found["bubblewrap"] = why_not("bubblewrap")
    if CHROMIUM is None:
        found["browser"] = "chromium isn't installed"
    for name in OPTIONAL:
        if importlib.util.find_spec(name) is None:
            found[name] = f"{name} isn't installed"
    return found


LACKING = _lacking()


def with_marks_for(value: Any, *, level: str = "", library: str = "", id: str | None = None) -> Any:
    """A parameter with the marks of what running an answer at a level, or in a library, takes."""
    packages = LIBRARIES[library].package_names if library else ()
    marks = [getattr(pytest.mark, name) for name in ({level} & {"bubblewrap"}) | (OPTIONAL & {*packages})]
    if level == "landlock":
        marks.append(pytest.mark.skipif(bool(why_not(level)), reason=why_not(level)))
    return pytest.param(value, id=id, marks=marks)


def each_level() -> list[Any]:
    """Every level of confinement as a parameter; the unavailable are skipped, so that all workers of a run agree."""
    return [with_marks_for(level, level=level, id=level) for level in LEVELS]


def each_library() -> list[Any]:
    return [with_marks_for(library, library=library, id=library) for library in LIBRARIES]


def each_kata() -> list[Any]:
    """Every kata of the catalog as a parameter."""
    return [needing(kata) for kata in load_catalog()]


def drawn_katas() -> list[Any]:
    """A few, drawn by lot, for what would take hours with five hundred; others when anything has changed."""
    return [needing(kata) for kata in _drawn()]


@functools.cache
def _drawn() -> list[Kata]:
    return draw(load_catalog())


def needing(kata: Kata) -> Any:
    return with_marks_for(kata, library=kata.uses, id=kata.name)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, why in LACKING.items():
        if item.get_closest_marker(name):
            pytest.skip(why)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    yield
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(str(report.longrepr[2]).removeprefix("Skipped: ").rstrip(".") for report in reports)
    if reasons:
        listed = ", ".join(f"{reason} ({count})" for reason, count in reasons.most_common())
        terminalreporter.write_line(f"{len(reports)} skipped: {listed}")
