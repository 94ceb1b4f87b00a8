"""A package that an answer may not have looks as if it weren't installed, however it is asked for, at every level."""

import functools
import importlib.metadata
import pkgutil
import site
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kata.libraries import with_companions
from kata.sandbox.confinement import LEVELS
from kata.sandbox.launch import ForkServerClient, Limits
from kata.sandbox.readable import NOT_LIBRARY
from tests.support.engine import begin_run
from tests.support.needs import with_marks_for

# The wire format is in every answer's process, and so is the part of this package that speaks it.
OURS = {"msgpack", "kata"}
SOURCE = """
import importlib, importlib.metadata, importlib.resources, importlib.util, pkgutil, sys

def kind(act, *arguments):
    try:
        act(*arguments)
    except BaseException as error:
        return type(error).__name__
    return "there"

def found(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # of its parent
        return False

def ask(names):
    return {
        name: [
            kind(importlib.import_module, name),
            found(name),
            kind(importlib.resources.files, name),
            kind(pkgutil.resolve_name, name),
        ]
        for name in names
    }

def fallback(name):
    try:
        exec(f"import {name}")
    except ImportError:
        return "without"
    return "with"

def distributions():
    return sorted(found.metadata["Name"].lower() for found in importlib.metadata.distributions())

def version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None

def entry_points():
    return len(importlib.metadata.entry_points())

def listed():
    return [module.name for module in pkgutil.iter_modules()]

def on_the_path(folder, name):
    sys.path.insert(0, folder)
    importlib.invalidate_caches()
    try:
        return [kind(importlib.import_module, name), found(name)]
    finally:
        sys.path.remove(folder)
"""


@functools.cache
def installed() -> set[str]:
    """The name of every module and package that is installed here, besides the standard library."""
    folders = [folder for folder in site.getsitepackages() if Path(folder).is_dir()]
    names = {module.name for module in pkgutil.iter_modules(folders)}
    names |= set(importlib.metadata.packages_distributions())
    return {name for name in names if name.isidentifier()} - {"__pycache__"}


def ways() -> Iterator[Any]:
    for level in LEVELS:
        for fresh in (False, True):
            name = f"{level}-{'fresh' if fresh else 'forked'}"
            yield with_marks_for((level, fresh, "numpy"), level=level, id=name)
    yield with_marks_for(("limits", False, "torch"), library="torch", id="torch")


@pytest.fixture(scope="module", params=ways())
def process(request: pytest.FixtureRequest) -> Iterator[tuple[Any, str, str]]:
    """An answer in a process of its own; its level, and the library that its kata uses."""
    level, fresh, library = request.param
    limits = Limits(cpu_seconds=60.0, memory_bytes=2 << 30)
    fork_server = ForkServerClient(library, (), level, limits, fresh=fresh)
    run = begin_run(SOURCE, fork_server, limits)
    try:
        yield run.submission(), level, library
    finally:
        run.close()
        fork_server.close()


def visible(library: str) -> set[str]:
    """What an answer may import besides the standard library."""
    return {*with_companions(["numpy", library]), *OURS}


@pytest.mark.slow
def test_only_the_packages_of_the_kata_are_found(process: Any) -> None:
    submission, _, library = process
    names = sorted(installed() - visible(library))
    assert len(names) > 20
    assert {"pytest", "click"} <= set(names)
    asked = submission.ask(names)
    absent = ["ModuleNotFoundError", False, "ModuleNotFoundError", "ModuleNotFoundError"]
    assert {name: said for name, said in asked.items() if said != absent} == {}
    assert submission.fallback("pytest") == "without"
    assert submission.ask([library])[library] == ["there", True, "there", "there"]


def test_what_the_standard_library_holds_beside_itself_is_not_found(process: Any) -> None:
    submission, *_ = process
    asked = submission.ask(sorted(NOT_LIBRARY - {"__phello__"}))  # which is frozen into the interpreter
    assert {tuple(said[:2]) for said in asked.values()} == {("ModuleNotFoundError", False)}
    assert submission.ask(["statistics", "sqlite3", "xml.dom.minidom"])["sqlite3"] == ["there", True, "there", "there"]


def test_the_rest_of_this_package_is_not_found(process: Any) -> None:
    submission, *_ = process
    asked = submission.ask(["kata.grading", "kata.grading.engine", "kata.catalog", "kata.errors", "kata.nothing"])
    assert {said[0] for said in asked.values()} == {"ModuleNotFoundError"}
    assert submission.ask(["kata.given"])["kata.given"][0] == "there"


def test_metadata_is_that_of_the_packages_of_the_kata(process: Any) -> None:
    submission, _, library = process
    found = submission.distributions()
    assert library in found
    assert {name.replace("-", "_") for name in found} <= visible(library) - OURS
    assert submission.version("numpy") == importlib.metadata.version("numpy")
    assert submission.version("NumPy") == importlib.metadata.version("numpy")
    assert submission.version("pytest") is None
    assert submission.version("mlkata") is None


def test_listing_modules_shows_none_that_cannot_be_imported(process: Any) -> None:
    submission, _, library = process
    listed = set(submission.listed())
    assert library in listed
    assert listed & installed() <= visible(library)


def test_the_folder_of_packages_put_back_on_the_path_shows_nothing(process: Any) -> None:
    submission, level, _ = process
    if level == "limits":
        pytest.skip("files can be read at this level, and the rules of the source refuse it")
    folder = str(Path(pytest.__file__).parents[1])
    assert submission.on_the_path(folder, "pytest") == ["ModuleNotFoundError", False]
