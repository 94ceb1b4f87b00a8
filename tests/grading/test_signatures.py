"""Whether an answer can be called as its stub says."""

from pathlib import Path

import pytest

from kata.catalog import Kata, load_catalog
from kata.grading import signatures
from kata.grading.engine import Engine
from tests.support.cli import MakeKata

STUB = '''"""Spec."""

# given
def helper(x):
    return x

def softmax(x, axis=-1):
    """S."""
    raise NotImplementedError

def log_softmax(x, *, axis=-1):
    raise NotImplementedError
'''


def test_a_missing_function_is_named_with_what_could_be_meant():
    source = "def soft_max(x): pass\ndef log_softmax(x): pass\n"
    message = signatures.missing_names(STUB, {"soft_max", "log_softmax"}, source)
    assert message == {"softmax": "There is no function `softmax`; did you rename it? You have `soft_max`."}
    assert signatures.missing_names(STUB, {"softmax", "log_softmax"}, "") == {}


@pytest.mark.parametrize(
    ("definition", "fits"),
    [
        ("def softmax(x, axis=-1): ...", True),
        ("def softmax(x, axis=0, eps=1): ...", True),
        ("def softmax(*args, **kwargs): ...", True),
        ("def softmax(x, **kw): ...", False),
        ("def softmax(x, axis): ...", False),
        ("def softmax(x): ...", False),
        ("def softmax(z, axis=-1): ...", False),
        ("def softmax(axis, x): ...", False),
        ("def softmax(x, axis=-1, *, eps): ...", False),
        ("def softmax(x, y, axis=-1): ...", False),
        ("def softmax(x, /, axis=-1): ...", False),
        ("def log_softmax(x, axis=-1): ...", True),
        ("def log_softmax(x, *, axis): ...", False),
        ("import functools\n@functools.cache\ndef softmax(whatever): ...", True),
        ("softmax = lambda x: x", True),
    ],
)
def test_a_signature_fits_when_every_call_of_the_stub_works(definition, fits):
    assert (signatures.wrong_signatures(STUB, definition) == {}) is fits


@pytest.mark.torch
@pytest.mark.parametrize(
    ("definition", "shorter"),
    [
        ("def softmax(x): ...", True),
        ("def log_softmax(x): ...", True),
        ("def softmax(z): ...", False),
        ("def softmax(axis=-1): ...", False),
        ("def softmax(x, axis): ...", False),
        ("def softmax(x, y): ...", False),
    ],
)
def test_one_that_only_lacks_parameters_can_be_called_without_them(definition, shorter):
    (wrong,) = signatures.wrong_signatures(STUB, definition).values()
    assert (wrong.own is not None) is shorter


def test_defaults_of_an_answer_are_never_evaluated_here():
    (wrong,) = signatures.wrong_signatures(STUB, "def softmax(x=1 / 0): ...").values()
    assert wrong.own is not None


PARTS = '''"""Scale and shift: two functions that change a number."""


def scale(x: float, by: float = 2.0) -> float:
    """x times by."""
    raise NotImplementedError


def shift(x: float) -> float:
    """x plus one."""
    raise NotImplementedError
'''
GRADER = '''import pytest
from kata.testing import assert_equal


@pytest.mark.points(40)
def test_scale(submission):
    """scale doubles."""
    assert_equal(submission.scale(3.0), 6.0)


@pytest.mark.points(30)
def test_scale_by(submission):
    """scale multiplies by what it is told."""
    assert_equal(submission.scale(3.0, by=3.0), 9.0)


@pytest.mark.points(30)
def test_shift(submission):
    """shift adds one."""
    assert_equal(submission.shift(3.0), 4.0)
'''


@pytest.fixture
def parts(root: Path, make_kata: MakeKata) -> Kata:
    """A kata of two functions, one with a default, and a test for each use."""
    manifest = make_kata("parts", after=[])
    manifest.with_suffix(".py").write_text(PARTS)
    (root / "graders" / "sums" / "test_parts.py").write_text(GRADER)
    return load_catalog([root]).get("parts")


@pytest.mark.parametrize(
    ("source", "points", "says"),
    [
        ("def scale(x, by=2.0):\n    return x * by\n", 70, "There is no function `shift`"),
        ("def shift(x):\n    return x + 1\n", 30, "There is no function `scale`"),
        ("def scale(x):\n    return 2 * x\n\n\ndef shift(x):\n    return x + 1\n", 70, "`scale` takes (x)"),
        ("def scale(y, by=2.0):\n    return y * by\n\n\ndef shift(x):\n    return x + 1\n", 30, "`scale` takes (y"),
    ],
)
def test_a_part_of_a_kata_is_graded_by_the_tests_that_need_no_more(engine: Engine, parts, source, points, says):
    verdict = engine.grade(parts, source, seed=1)
    assert (verdict.status, verdict.points) == ("failed", points)
    assert all(test.message.startswith(says) for test in verdict.tests if test.status != "passed")


def test_an_answer_with_nothing_to_call_is_broken(engine: Engine, parts):
    verdict = engine.grade(parts, "def scales(x):\n    return x\n", seed=1)
    assert verdict.status == "broken"
    assert verdict.message.splitlines() == [
        "There is no function `scale`; did you rename it? You have `scales`.",
        "There is no function `shift` in your file; graders call it by that name.",
    ]
