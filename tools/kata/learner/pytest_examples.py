"""A pytest plugin: the examples of each attempt's specification as tests, for the test explorer of an editor.

It is there only when asked for: `pytest -p kata.learner.pytest_examples attempts`. Tests run in pytest's own process,
so that a debugger stops in the attempt; points come from `kata check` alone.
"""

import linecache
import os
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kata.catalog import Catalog, Kata, load_catalog
from kata.errors import KataError
from kata.examples import ExampleResult, imports_of, run_examples
from kata.learner.packages import install_line, missing
from kata.libraries import LIBRARIES
from kata.stub import Definition, asked_for, definitions, given_code
from kata.workspace import NoWorkspace, Workspace, find_workspace, read_attempt
from kata.workspace.trust import in_question

_WORKSPACES = pytest.StashKey[dict[Path, tuple[Workspace, Catalog] | None]]()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "AttemptFile | None":
    """An attempt is collected whatever it is called."""
    if file_path.suffix != ".py":
        return None
    known = parent.config.stash.setdefault(_WORKSPACES, {})
    if file_path.parent not in known:
        known[file_path.parent] = _workspace_of(file_path.parent)
    found = known[file_path.parent]
    if found is None:
        return None
    workspace, catalog = found
    if file_path.stem not in catalog or workspace.attempt_path(catalog.get(file_path.stem)) != file_path:
        return None
    file: AttemptFile = AttemptFile.from_parent(parent, path=file_path)
    file.kata, file.workspace = catalog.get(file_path.stem), workspace
    return file


def _workspace_of(folder: Path) -> tuple[Workspace, Catalog] | None:
    try:
        workspace = find_workspace(folder, {})
        return workspace, load_catalog(workspace.katas_from())
    except NoWorkspace:
        return None
    except KataError as error:
        raise pytest.UsageError(str(error)) from None


class AttemptFile(pytest.File):
    """An attempt; a test for each definition that has examples."""

    kata: Kata
    workspace: Workspace

    def collect(self) -> Iterator["ExamplesItem"]:
        for definition in asked_for(self.kata.stub).values():
            if ">>>" in definition.docstring:
                item: ExamplesItem = ExamplesItem.from_parent(self, name=definition.name)
                item.definition = definition
                yield item

    def scope(self) -> dict[str, Any]:
        """The names that the examples see: the stub's imports, what it gives, and the attempt's own."""
        kata = self.kata
        absent = missing(kata)
        if absent:
            pytest.skip(f"{kata.name} needs {' and '.join(absent)}: {install_line(absent)}")
        if in_question(kata, self.workspace, ()) is not None:
            pytest.skip(f"Nobody has said that {kata.root} is trusted here: `kata check {kata.name}` asks.")
        os.environ.update(LIBRARIES[kata.uses].environment)
        source = read_attempt(self.path)
        linecache.checkcache(str(self.path))
        space: dict[str, Any] = {"__name__": kata.name, "__file__": str(self.path)}
        for text, name in ((imports_of(kata.stub), "<imports>"), (given_code(kata.stub), "<given>")):
            exec(compile(text, name, "exec", dont_inherit=True), space)
        exec(compile(source, str(self.path), "exec", dont_inherit=True), space)
        return space


class ExamplesItem(pytest.Item):
    """The examples of one definition, in one scope."""

    definition: Definition

    def runtest(self) -> None:
        assert isinstance(self.parent, AttemptFile)
        scope = self.parent.scope()
        failed = [one for one in run_examples(self.definition.docstring, scope) if one.problem]
        if any(isinstance(one.error, NotImplementedError) for one in failed):
            pytest.skip(f"{self.name} isn't written yet")
        if failed:
            pytest.fail("\n\n".join(self._report(one) for one in failed), pytrace=False)

    def _report(self, example: ExampleResult) -> str:
        trace = traceback.extract_tb(example.error.__traceback__) if example.error else []
        own = [frame for frame in trace if frame.filename == str(self.path)]
        return "\n".join([example.report, *(f"{one.filename}:{one.lineno}: in {one.name}" for one in own)])

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the editor shows the test: at the attempt's own definition."""
        try:
            line = definitions(read_attempt(self.path))[self.name].line - 1
        except (KataError, SyntaxError, ValueError, KeyError):
            line = 0
        return self.path, line, self.name
