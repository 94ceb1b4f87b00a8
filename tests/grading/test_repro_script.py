"""Failing calls as scripts: values written as source, objects made again, functions of the grader stood in for."""

import base64
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kata.catalog import Catalog
from kata.catalog.solutions import load_mistakes
from kata.grading.engine import Engine
from kata.grading.literal import NoSource, source_of
from kata.stub import given_code

torch = pytest.importorskip("torch", reason="torch isn't installed")
pytestmark = pytest.mark.torch
NAMES = {"np": np, "torch": torch, "base64": base64, "nan": math.nan, "inf": math.inf}
RNG = np.random.default_rng(0)

VALUES: list[Any] = [
    None,
    True,
    -7,
    2.5,
    -0.0,
    math.nan,
    -math.inf,
    1 + 2j,
    "a'\n",
    b"x",
    [1, [2.5, "b"]],
    (1,),
    (),
    {"a": [1], 2: {}},
    {1, 2},
    frozenset({3}),
    set(),
    slice(1, None),
    range(1, 9, 2),
    list(range(100)),
    np.float32(0.1),
    np.int64(3),
    np.bool_(True),
    np.zeros((0, 3)),
    np.zeros((9, 9), dtype=np.int32),
    np.array(3.0),
    np.array([[math.nan, -math.inf], [1.0, -0.0]]),
    np.array(["a", "bc"]),
    np.arange(4, dtype=">i4"),
    np.array([1 + 2j]),
    RNG.normal(size=(3, 4)).astype(np.float32),
    RNG.normal(size=(2, 3, 5)),
    RNG.normal(size=(60, 60)),
    np.asfortranarray(RNG.normal(size=(3, 4))),
]


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray | np.generic):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    return repr(one) == repr(other)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_source_makes_the_value_again(value: Any) -> None:
    made = eval(source_of(value), dict(NAMES))
    assert type(made) is type(value)
    assert same(value, made)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.int64, torch.bool])
@pytest.mark.parametrize("shape", [(), (3,), (2, 0), (2, 3), (60, 60)])
def test_source_makes_the_tensor_again(dtype: Any, shape: tuple[int, ...]) -> None:
    tensor = (torch.randn(shape) * 3).to(dtype)
    made = eval(source_of(tensor), dict(NAMES))
    assert made.dtype == dtype
    assert torch.equal(made, tensor)


def test_what_a_gradient_is_wanted_of_says_so() -> None:
    assert eval(source_of(torch.ones(2, requires_grad=True)), dict(NAMES)).requires_grad
    assert eval(source_of(torch.randn(60, 60, requires_grad=True)), dict(NAMES)).requires_grad


def test_what_cannot_be_written_says_so() -> None:
    for value in (object(), [object()], lambda: 1, np.zeros(1, dtype=object), RNG.normal(size=2_000_000)):
        with pytest.raises(NoSource):
            source_of(value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "mistake_name", "part"),
    [
        ("kv_block_manager", "", "KVBlockManager("),  # an object of the answer
        ("beam_search", "", "recorded("),  # a function of the grader
        ("q_learning", "", "given."),  # a given object, and a generator
        ("multi_head_attention", "", "load_state_dict("),  # a module with its weights
        ("stochastic_depth", "checked-in-training-only", "suppress("),  # calls before it that raised
        ("layer_norm", "one-cache-for-all-calls", "result1[1]"),  # an item of a result that stays in the answer
    ],
)
def test_a_script_gives_what_the_grader_got(
    catalog: Catalog, engine: Engine, tmp_path: Path, name: str, mistake_name: str, part: str
) -> None:
    kata = catalog.get(name)
    mistake = next(mistake for mistake in load_mistakes(kata) if mistake_name in ("", mistake.name))
    grading = engine.grade_with(kata, mistake.source, seed=5, scripts="all")
    assert not any(test.script for test in grading.verdict.tests if test.status == "passed")
    script = next(test.script for test in grading.verdict.tests if part in test.script)
    answer = type("Answer", (), {})()
    exec(given_code(kata.stub), answer.__dict__)
    exec(compile(mistake.source, "answer.py", "exec"), answer.__dict__)
    space: dict[str, Any] = {"answer": answer, "__name__": "repro"}
    met = ""
    try:
        exec(compile(script, "script.py", "exec"), space)
    except Exception as error:  # some mistakes raise: the grader must have met the same
        met = type(error).__name__
    assert met in next(test.message for test in grading.verdict.tests if test.script == script)


def test_nothing_is_written_unless_asked_for(catalog: Catalog, engine: Engine) -> None:
    kata = catalog.get("causal_mask")
    verdict = engine.grade(kata, load_mistakes(kata)[0].source, seed=5)
    assert not any(test.script for test in verdict.tests)


@pytest.mark.slow
def test_the_engine_grades_on_after_a_trial(catalog: Catalog, engine: Engine) -> None:
    kata = catalog.get("causal_mask")
    source = kata.reference_path.read_text()
    assert engine.try_call(kata, source, "causal_mask(2).tolist()").value == "[[True, False], [True, True]]"
    assert "CPU" in engine.try_call(kata, source, "while True: pass").message
    assert engine.grade(kata, source, seed=1).passed
