"""What nbgrader_config.py puts in the place of nbgrader's own steps, so that `nbgrader autograde` starts no kernel."""

import atexit
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import Execute, NbGraderPreprocessor
from traitlets import Bool, Enum, Integer, List, Unicode

from kata.bounded import BoundedProcess, BoundExceeded
from kata.catalog import Catalog, load_catalog
from kata.classroom.feedback import DETAILS, FeedbackPolicy
from kata.grading.engine import Engine
from kata.notebook.marking import grade_requests, kata_of, restore, source_cells, unread, write_outputs
from kata.notebook.reading import NotebookReader


class RestoreCells(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader has no types
    """Puts back what the gradebook knows of a submitted notebook's cells, whatever its author made of them."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        known = resources["nbgrader"]
        with Gradebook(known["db_url"]) as gradebook:
            notebook = gradebook.find_notebook(known["notebook"], known["assignment"])
            restore(nb, source_cells(notebook))
        return nb, resources


class GradeCells(NbGraderPreprocessor):  # type: ignore[misc]
    """Grades the cells of katas from their sources, in a confined process, and writes the marks into them.

    A notebook without katas is executed as nbgrader does it.
    """

    feedback = Enum(DETAILS, "message", help="How much is told of a test that did not pass.").tag(config=True)
    diagnosis = Bool(True, help="Whether a known mistake behind a failure is explained.").tag(config=True)
    hidden = List(Unicode(), help="Tests that students aren't told of, as KATA.TEST.").tag(config=True)
    seed = Integer(0, help="The inputs of the tests follow from it.").tag(config=True)
    katas_from = List(Unicode(), help="Folders with further katas.").tag(config=True)
    confinement = Unicode("", help="The level of confinement to demand; empty takes the best.").tag(config=True)

    @property
    def policy(self) -> FeedbackPolicy:
        """What students are told."""
        return FeedbackPolicy(self.feedback, self.diagnosis, visibility=dict.fromkeys(self.hidden, "hidden"))

    def catalog(self) -> Catalog:
        """The katas, private ones included."""
        return _catalog(tuple(self.katas_from))

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        asked = grade_requests(nb)
        if not asked:
            executed: tuple[Any, Any] = Execute(parent=self.parent).preprocess(nb, resources)
            return executed
        katas = list({ask.kata: kata_of(self.catalog(), ask) for ask in asked.values()}.values())
        try:
            names = [kata.name for kata in katas]
            sources, problem = _reader(tuple(self.katas_from)).call("answers", nb, names)
        except BoundExceeded as error:
            sources, problem = {kata.name: kata.stub for kata in katas}, f"The notebook {error}"
        engine = _engine(self.confinement)
        verdicts = {}
        for kata in katas:
            verdict = engine.grade(kata, sources[kata.name], seed=self.seed, diagnose=self.diagnosis)
            verdicts[kata.name] = unread(verdict, problem) if problem else verdict
        write_outputs(nb, asked, verdicts, self.policy)
        return nb, resources


@functools.cache
def _catalog(katas_from: Sequence[str]) -> Catalog:
    return load_catalog([Path(folder) for folder in katas_from])


@functools.cache
def _engine(confinement: str) -> Engine:
    """One engine for all notebooks of a run: nbgrader makes its steps anew for each."""
    engine = Engine(confinement=confinement or None)
    atexit.register(engine.close)
    return engine


@functools.cache
def _reader(katas_from: Sequence[str]) -> BoundedProcess:
    reader = BoundedProcess(NotebookReader, katas_from)
    atexit.register(reader.close)
    return reader
