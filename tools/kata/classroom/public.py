"""The checks that anyone may have: the examples of a stub's docstrings, run where there is no grader.

They are written as a grader, so that they run as one does: the answer confined, and compared where it isn't. The stub
may be a student's copy: what an example calls is a text, which runs with the answer, and what it shows is read as a
value.
"""

import ast
import builtins
import doctest
from dataclasses import replace
from pathlib import Path

from kata.catalog import Kata
from kata.catalog.families import families
from kata.classroom.assignment import Assignment
from kata.example_values import printed_value
from kata.examples import imports_of
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict
from kata.sandbox.temporary import OwnFolder
from kata.stub import definitions

_HEAD = '''"""The examples of `{name}`, which give no points."""

import pytest
from kata.example_values import same_value
from kata.testing import assert_close

inf, nan = float("inf"), float("nan")


def evaluate(submission, source):
    return submission._session.channel.request("evaluate", [source])[0]


def holds(value, want):
    if not same_value(value, want):
        assert_close(value, want, rtol=1e-6, atol=1e-9)  # it says where they differ
        raise AssertionError("The example shows another value.")
'''

_VALUE = """

@pytest.mark.points(0)
def {test}(submission):
    {title}
    holds(evaluate(submission, {source!r}), {want})
"""

_NOTHING = """

@pytest.mark.points(0)
def {test}(submission):
    {title}
    assert evaluate(submission, {source!r}) is None, "The example gives nothing."
"""

_SHOWS_NO_VALUE = """

@pytest.mark.points(0)
def {test}(submission):
    {title}
    raise AssertionError("The example doesn't show a value that could be compared.")
"""

_RAISES = """

@pytest.mark.points(0)
def {test}(submission):
    {title}
    with pytest.raises({error}):
        evaluate(submission, {source!r})
"""


def where_checked(assignment: Assignment, kata: Kata) -> str:
    """Which checks of an assigned kata run on this machine, and where the others are, in a sentence or two."""
    if kata.grader_path.is_file():
        return "Checked here: all tests of the grader. The mark is made with other inputs."
    who = "your instructor runs them" if assignment.graders == "central" else "they run when you push"
    return f"Checked here: the examples of the specification. The tests that give points are the grader's; {who}."


def grade_examples(engine: Engine, kata: Kata, source: str, *, filename: str | None = None) -> Verdict:
    """The verdict on the examples alone: it has no points, and passes when all of them hold.

    Args:
        source: the answer, as text.
        filename: how the verdict names the file.

    Raises:
        CannotGrade: as `Engine.grade` does.
    """
    with OwnFolder("examples") as folder:
        # What a private catalog forbids besides is known where its graders are.
        forbid = tuple(name for name in kata.forbid if name in families(kata.root))
        there = replace(kata, root=Path(folder), forbid=forbid)
        for path, text in ((there.stub_path, kata.stub), (there.grader_path, examples_grader(kata))):
            path.parent.mkdir(parents=True)
            path.write_text(text, encoding="utf-8")
        return engine.grade(there, source, seed=0, filename=filename, diagnose=False)


def examples_grader(kata: Kata) -> str:
    """A grader that runs the examples of a kata's stub; one test for each that shows something."""
    parts = [_HEAD.format(name=kata.name)]
    imports = imports_of(kata.stub)
    for definition in definitions(kata.stub).values():
        before: list[str] = []
        number = 0
        for example in doctest.DocTestParser().get_examples(definition.docstring):
            source = example.source.strip()
            if _shows(example):
                number += 1
                text = "\n".join([imports, *before, source])
                parts.append(_test(f"test_{definition.name}_example_{number}", source, text, example))
            before.append(source)
    return "".join(parts)


def _shows(example: doctest.Example) -> bool:
    """Whether an example says what comes of it; a statement that prepares others doesn't."""
    if example.want or example.exc_msg is not None:
        return True
    try:
        return isinstance(ast.parse(example.source).body[-1], ast.Expr)
    except (SyntaxError, ValueError, IndexError):
        return True  # running it says what is wrong with it


def _test(test: str, shown: str, source: str, example: doctest.Example) -> str:
    title = repr(f"Example: {' '.join(shown.split())}")
    if example.exc_msg is not None:
        name = example.exc_msg.split(":")[0].strip()
        kind = getattr(builtins, name, None)
        error = name if isinstance(kind, type) and issubclass(kind, Exception) else "Exception"
        return _RAISES.format(test=test, title=title, source=source, error=error)
    if not example.want.strip():
        return _NOTHING.format(test=test, title=title, source=source)
    try:
        # Never as it stands there: it would be code of a grader, which runs outside the walls.
        want = repr(printed_value(example.want))
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return _SHOWS_NO_VALUE.format(test=test, title=title)
    return _VALUE.format(test=test, title=title, source=source, want=want)
