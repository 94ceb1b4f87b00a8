"""What the cells of a notebook call in its kernel: the examples, and the tests of a kata.

Here the answer is graded as it was typed: from the kernel's record of the cells that ran, in a confined process of its
own. The kernel itself belongs to whoever runs the notebook, and can show any mark that it likes; marks that count come
from `kata.notebook.preprocessors`, which starts no kernel.
"""

import atexit
import contextlib
import doctest
import functools
import io
import os
import secrets
import textwrap
import traceback
import warnings
from pathlib import Path
from typing import Any

from kata.catalog import Catalog, Kata, load_catalog
from kata.classroom.feedback import FeedbackPolicy, redact
from kata.errors import CannotGrade, KataError
from kata.example_values import printed_value, same_value
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
    runner = _Runner(_ByValue(), verbose=False)
    # A warning is no failure: nbgrader gives no points where anything stands on standard error.
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, definition in definitions(stub).items():
            if name in asked_for(stub):
                test = doctest.DocTestParser().get_doctest(definition.docstring, shell.user_ns, name, None, None)
                runner.run(test, out=lambda text: None)
    if runner.failed:
        found = "\n\n".join(runner.failed)
        raise ExamplesFailed(f"{len(runner.failed)} of {runner.tries} examples of {kata} don't hold.\n\n{found}")


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


class _Runner(doctest.DocTestRunner):
    """Keeps of each failure what its reader needs: the example, what it shows and what came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.failed: list[str] = []

    def report_failure(self, out: Any, test: Any, example: doctest.Example, got: str) -> None:
        self._add(example, "got", got)

    def report_unexpected_exception(self, out: Any, test: Any, example: doctest.Example, exc_info: Any) -> None:
        self._add(example, "raised", "".join(traceback.format_exception_only(*exc_info[:2])))

    def _add(self, example: doctest.Example, word: str, got: str) -> None:
        lines = [*textwrap.indent(example.source.strip(), "    ").split("\n")]
        for label, text in (("expected", example.want), (word, got)):
            lines.append(f"{label:>12}  {textwrap.indent(text.strip(), ' ' * 14).strip()}")
        self.failed.append("\n".join(lines))


class _ByValue(doctest.OutputChecker):
    """Compares what was printed by value: 0.30000000000000004 is 0.3, and a tuple's spaces don't matter."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        # What the answer prints by itself stands above the value.
        got = "".join(got.splitlines(keepends=True)[-len(want.splitlines()) :])
        if super().check_output(want, got, optionflags):
            return True
        try:
            return same_value(printed_value(got), printed_value(want))
        except (ValueError, SyntaxError, TypeError):
            return False
