"""Katas in Triton: kernels run in its own interpreter, which forgives no more than a GPU does."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kata.catalog import Catalog, Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes, right_answers
from kata.grading.engine import Engine
from kata.grading.submission import Submission
from kata.grading.verdict import Verdict
from tests.support.needs import each_level

pytestmark = [pytest.mark.triton, pytest.mark.torch]

HEAD = "import torch\nimport triton\nimport triton.language as tl\n"
DOUBLE = """\
@triton.jit
def double(x_ptr, out_ptr, n, BLOCK: tl.constexpr):
    at = tl.program_id(0) * BLOCK + tl.arange(0, BLOCK)
    tl.store(out_ptr + at, 2 * {load}, mask={mask})
def run(x, block, programs):
    out = torch.zeros_like(x)
    double[(programs,)](x, out, len(x), BLOCK=block)
    return out
"""
Answer = Callable[..., Submission]


@pytest.fixture
def row_softmax(catalog: Catalog) -> Kata:
    return catalog.get("triton_row_softmax")


def kernel(load: str, mask: str = "at < n") -> str:
    return HEAD + DOUBLE.format(load=load, mask=mask)


@pytest.mark.parametrize("level", each_level())
@pytest.mark.parametrize("fork", ["1", "0"])
def test_it_is_graded_at_every_level(row_softmax: Kata, level: str, fork: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KATA_FORK", fork)
    with Engine(confinement=level, selftest="never") as engine:

        def grade(source: str) -> Verdict:
            return engine.grade(row_softmax, source, seed=2, diagnose=False)

        right = grade(read_text(row_softmax.reference_path))
        assert (right.status, right.points) == ("passed", 100)
        assert {"torch", "triton"} <= right.versions.keys()
        mistake = next(one for one in load_mistakes(row_softmax) if one.name == "masked-load-without-other")
        wrong = grade(mistake.source)
        assert mistake.caught_by in [test.name for test in wrong.tests if test.status == "failed"]


def test_masked_lanes_without_other_hold_anything(answer: Answer) -> None:
    import torch

    toy = answer(kernel("tl.sum(tl.load(x_ptr + at, mask=at < n))"), library="triton")
    assert torch.isnan(toy.run(torch.ones(3), 4, 1)).all()
    assert (toy.run(torch.ones(3, dtype=torch.int32), 4, 1) != 6).all()
    assert (toy.run(torch.ones(4), 4, 1) == 8).all()
    fine = answer(kernel("tl.sum(tl.load(x_ptr + at, mask=at < n, other=0))"), library="triton")
    assert (fine.run(torch.ones(3), 4, 1) == 6).all()


def test_memory_that_was_never_written_to_holds_anything(answer: Answer) -> None:
    import torch

    source = kernel("tl.load(x_ptr + at, mask=at < n)").replace("zeros_like", "empty_like")
    found = answer(source, library="triton").run(torch.ones(4), 2, 1)
    assert (found[:2] == 2).all()
    assert torch.isnan(found[2:]).all()


@pytest.mark.parametrize(
    ("load", "mask", "says"),
    [("tl.load(x_ptr + at)", "at < n", "reads memory outside"), ("1.0", "at < n + 1", "writes memory outside")],
)
def test_memory_outside_the_tensors_is_out_of_reach(answer: Answer, load: str, mask: str, says: str) -> None:
    import torch

    toy = answer(kernel(load, mask), library="triton")
    with pytest.raises(Exception, match=says):
        toy.run(torch.ones(3), 4, 1)
    assert (toy.run(torch.ones(4), 2, 2) == 2).all()


def test_dtypes_of_the_language_arrive_as_those_of_torch(answer: Answer) -> None:
    import torch

    source = HEAD + "KINDS = [tl.float32, tl.bfloat16, tl.int1, tl.uint8]\nBLOCK = tl.constexpr(64)\n"
    toy = answer(source, library="triton")
    assert [torch.float32, torch.bfloat16, torch.bool, torch.uint8] == toy.KINDS
    assert toy.BLOCK == 64


def test_a_launch_is_seen_from_within(answer: Answer) -> None:
    import torch

    toy = answer(kernel("tl.load(x_ptr + at, mask=at < n)") + "def host(x): return run(x.exp() - 1, 2, 3)\n", "triton")
    found, programs, operations = toy.given("watch_launches", toy.host, torch.ones(6))
    assert (list(programs), list(operations)) == ([3], ["exp", "sub"])
    assert torch.allclose(found, 2 * (torch.ones(6).exp() - 1))
    out = torch.full((6,), -1.0)
    _, after = toy.given("launch", toy.double, 2, torch.ones(6), out, 6, BLOCK=2)
    assert after.tolist() == [2.0, 2.0, 2.0, 2.0, -1.0, -1.0]


@pytest.mark.slow
def test_right_answers_compile_for_a_gpu(row_softmax: Kata, tmp_path: Path) -> None:
    """What the interpreter runs is the language that the compiler takes: to machine code, which needs no GPU."""
    program = """
import importlib.util, sys, triton
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource
for path in sys.argv[1:]:
    spec = importlib.util.spec_from_file_location("answer", path)
    answer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(answer)
    for pointer in ("*fp32", "*fp16"):
        signature = dict.fromkeys(["x_ptr", "out_ptr"], pointer)
        signature |= dict.fromkeys(["x_stride", "out_stride", "n_columns"], "i32") | {"BLOCK": "constexpr"}
        source = ASTSource(answer.row_softmax_kernel, signature, {"BLOCK": 1024})
        assert triton.compile(source, target=GPUTarget("cuda", 80, 32)).asm["ptx"]
"""
    names = right_answers(row_softmax)
    paths = [str(row_softmax.solutions_dir / f"{name}.py") for name in names]
    environment: dict[str, Any] = {**os.environ, "TRITON_CACHE_DIR": str(tmp_path)}
    environment.pop("TRITON_INTERPRET", None)
    done = subprocess.run([sys.executable, "-c", program, *paths], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
