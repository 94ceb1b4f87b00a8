"""What the cells of a notebook call in its kernel: the examples, and the tests of a kata.

Here the answer is graded as it was typed: from the kernel's record of the cells that ran, in a confined process of its
own. The kernel itself belongs to whoever runs the notebook, and can show any mark that it likes; marks that count come
from `kata.notebook.preprocessors`, which starts no kernel.
"""

import atexit
import contextlib
import functools
import io
import os
import secrets
import warnings
from pathlib import Path
from typing import Any

from kata.catalog import Catalog, Kata, load_catalog
from kata.classroom.feedback import FeedbackPolicy, redact
from kata.errors import CannotGrade, KataError
from kata.examples import imports_of, run_examples
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict
from kata.notebook.answers import Cell, answer_from
from kata.stub import asked_for, definitions
from kata.workspace import NoWorkspace, Workspace, find_workspace
from kata.workspace.trust import in_question


class ExamplesFailed(AssertionError):
    """The examples of a kata don't hold; the message says which."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows: the message, and not the way through this module."""
        return [str(self)]


def examples(kata: str) -> None:
    """Run the examples of a kata's docstrings with the definitions of this notebook.

    Args:
        kata: its name.

    Raises:
        ExamplesFailed: if one of them gives another value than the docstring shows.
        KataError: if there is no such kata, or this is no notebook.
    """
    shell = _shell()
    stub = catalog().get(kata).stub
    results = []
    # A warning is no failure: nbgrader gives no points where anything stands on standard error.
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        imported: dict[str, Any] = {}
        exec(imports_of(stub), imported)
        for name, definition in definitions(stub).items():
            if name in asked_for(stub):
                results += list(run_examples(definition.docstring, imported | shell.user_ns))
    failed = [one.report for one in results if one.problem]
    if failed:
        found = "\n\n".join(failed)
        raise ExamplesFailed(f"{len(failed)} of {len(results)} examples of {kata} don't hold.\n\n{found}")


def grade(kata: str, test: str, points: float) -> float:
    """Grade the answer that the cells so far hold, and show how one test of it came out.

    Args:
        kata: the name of the kata.
        test: the name of the test, without its `test_`.
        points: what the test is worth.

    Returns:
        All of the points or none.

    Raises:
        KataError: if there is no such kata or test, or this is no notebook.
        CannotGrade: if no verdict could be reached.
    """
    from kata.formats.text import held
    from kata.notebook.outputs import test_page

    known = catalog().get(kata)
    verdict = _verdict_of(known, source_here(known) or "")
    found = next((one for one in verdict.tests if one.name == f"test_{test}"), None)
    if found is None:
        raise KataError(f"{kata} has no test `{test}` in this version of mlkata.")
    earned = float(points) if held(verdict, found) else 0.0
    show(test_page(verdict, found, earned, float(points)))
    return earned


def show(page: str) -> None:
    """Show a page of HTML below the cell that runs."""
    from IPython.display import HTML, display

    display(HTML(page))


def source_here(kata: Kata) -> str | None:
    """The answer that the cells that ran in this kernel hold; None if they hold nothing of the kata."""
    return answer_from(cells_here(), kata)


def cells_here() -> list[Cell]:
    """The cells that ran in this kernel, in their order, as they were typed."""
    return [Cell(source) for source in _shell().history_manager.input_hist_raw]


@functools.cache
def catalog() -> Catalog:
    """The katas, with those of the workspace that the notebook lies in."""
    workspace = _workspace()
    return load_catalog(workspace.katas_from() if workspace else [])


def _workspace() -> Workspace | None:
    try:
        return find_workspace(Path.cwd())
    except NoWorkspace:
        return None


@functools.lru_cache(maxsize=64)
def _verdict_of(kata: Kata, source: str) -> Verdict:
    """The verdict on an answer; the same text is graded once, however many cells ask."""
    root = in_question(kata, _workspace(), ())
    if root is not None:
        raise CannotGrade(
            f"The grader of {kata.name}, in {root}, is a program that nobody has said is trusted here: "
            f"`kata check {kata.name}` in a terminal asks."
        )
    verdict = engine().grade(kata, source, seed=_seed())
    if not os.environ.get("NBGRADER_EXECUTION"):
        return verdict
    # What nbgrader runs may become feedback: no inputs, no expected values.
    return redact(verdict, FeedbackPolicy("message"))


@functools.cache
def engine() -> Engine:
    """The engine of this kernel, warm from the second check on."""
    made = Engine()
    atexit.register(made.close)
    return made


@functools.cache
def _seed() -> int:
    return secrets.randbits(63)


def _shell() -> Any:
    try:
        from IPython import get_ipython
    except ImportError:
        raise KataError("This works in a notebook only, and IPython isn't installed here.") from None
    shell = get_ipython()
    if shell is None:
        raise KataError("This works in a notebook only: it reads the answer from the cells that ran.")
    return shell
