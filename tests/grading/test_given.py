"""The finished code of a stub: every answer has it, and loses nothing by deleting it."""

from pathlib import Path

import pytest

from kata.author.lint import given_problems
from kata.catalog import Kata, load_catalog, package_root
from kata.catalog.families import families
from kata.classroom.public import grade_examples
from kata.grading import rules
from kata.grading.engine import Engine
from kata.stub import given_code, given_names, without_given
from tests.support.cli import STUB, MakeKata, Run, Workspace

GIVEN = '''

LIMIT = 100


# given
def clip(value: int) -> int:
    """The value, at most LIMIT.

    Args:
        value: a whole number.

    Returns:
        The smaller one.

    Examples:
        >>> clip(200)
        100
    """
    return min(value, most())


# given
def most() -> int:
    """The most that there is.

    Returns:
        LIMIT.

    Examples:
        >>> most()
        100
    """
    return LIMIT
'''
ANSWER = "def add_two(a, b):\n    return clip(a + b)\n"


@pytest.fixture
def add_two(root: Path, make_kata: MakeKata) -> Kata:
    """A kata whose stub gives `clip` and `most`; sums in its grader stay below 200."""
    make_kata("add_two")
    stub = root / "exercises" / "sums" / "add_two.py"
    stub.write_text(STUB.format(name="add_two") + GIVEN)
    grader = root / "graders" / "sums" / "test_add_two.py"
    grader.write_text(grader.read_text().replace("a + b)", "min(a + b, 100))"))
    return load_catalog([root]).get("add_two")


def test_it_is_what_is_marked_and_what_that_needs(add_two: Kata) -> None:
    code = given_code(add_two.stub)
    assert "def clip" in code
    assert "LIMIT = 100" in code
    assert "add_two" not in code
    assert len(code.splitlines()) == len(add_two.stub.splitlines())
    assert given_names(add_two.stub) == {"clip", "most", "LIMIT"}
    assert given_code(STUB.format(name="add_two")) == ""


def test_an_answer_without_it_passes(engine: Engine, add_two: Kata) -> None:
    assert engine.grade(add_two, ANSWER, seed=1).passed
    assert engine.grade(add_two, f"LIMIT = 100\n{GIVEN}\n\n{ANSWER}", seed=1).passed


def test_names_of_the_answer_win(engine: Engine, add_two: Kata) -> None:
    verdict = engine.grade(add_two, f"{ANSWER}\n\ndef most():\n    return 0\n", seed=1)
    assert verdict.status == "failed"
    assert verdict.tests[0].got == "0"


def test_a_traceback_names_lines_of_the_answer(engine: Engine, add_two: Kata) -> None:
    verdict = engine.grade(add_two, "def add_two(a, b):\n    return clip('many')\n", seed=1)
    assert verdict.tests[0].traceback == "add_two.py, line 2, in add_two\n    return clip('many')"


def test_examples_and_calls_of_ones_own_see_it(engine: Engine, add_two: Kata) -> None:
    assert grade_examples(engine, add_two, ANSWER).passed
    assert engine.try_call(add_two, ANSWER, "clip(add_two(150, 150))").value == "100"


def test_the_script_of_a_failing_call_sees_it(
    kata: Run, workspace: Workspace, root: Path, add_two: Kata, capfd: pytest.CaptureFixture[str]
) -> None:
    kata("start", "add_two", "--katas-from", root)
    (workspace.attempts_dir / "sums" / "add_two.py").write_text(ANSWER.replace("a + b", "a - b"))
    done = kata("repro", "add_two", "--katas-from", root)
    assert done.exit_code == 0, done.output
    script = workspace.root / "repro" / "add_two_test_sum.py"
    exec(compile(script.read_text(), str(script), "exec"), {"__file__": str(script), "__name__": "__main__"})
    assert capfd.readouterr().out.strip().lstrip("-").isdigit()


def test_no_rule_applies_to_it_and_none_is_lost_by_it() -> None:
    given = "import os\nimport numpy as np\n"
    forbid = {"uses": "numpy", "imports": (), "forbid": [families(package_root())["softmax"]]}
    assert rules.broken_rule("def f(x):\n    return np.exp(x)\n", **forbid, given=given) == ""
    # What it imports, an answer may use only as if it had imported that itself.
    assert "`os` may not be used" in rules.broken_rule("os.system('ls')", **forbid, given=given)
    assert "`os` may not be used" in rules.broken_rule("s('ls')", **forbid, given="from os import system as s\n")
    assert "softmax" in rules.broken_rule(
        "F(x, 0)", **{**forbid, "uses": "torch"}, given="from torch import softmax as F"
    )


def test_what_was_given_is_no_work_of_ones_own(add_two: Kata) -> None:
    untouched = f"{ANSWER}{GIVEN}"
    assert "clip(a + b)" in without_given(untouched, add_two.stub)
    assert "def clip" not in without_given(untouched, add_two.stub)
    changed = untouched.replace("return LIMIT", "return 2 * LIMIT")
    assert "2 * LIMIT" in without_given(changed, add_two.stub)
    assert without_given("def f(:", add_two.stub) == "def f(:"


def test_the_proof_refuses_what_needs_an_answer_and_what_repeats_it(add_two: Kata) -> None:
    assert given_problems(add_two) == []
    (add_two.solutions_dir / "own.py").write_text("def clip(value):\n    return value\n")
    (problem,) = given_problems(add_two)
    assert "own.py defines `clip`" in problem
    add_two.stub_path.write_text(add_two.stub.replace("clip(value: int)", "clip(value: int = add_two(1, 1))"))
    (needs_answer, _) = given_problems(load_catalog([add_two.root]).get("add_two"))
    assert "can't run before an answer (NameError: name 'add_two' is not defined)" in needs_answer
