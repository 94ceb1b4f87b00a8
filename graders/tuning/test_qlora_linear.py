"""Grades `qlora_linear`: states are made here, and dequantized in float64 by a table, one weight after the other."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal

LEVELS = (
    *(-1.0, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635),
    *(-0.18477343022823334, -0.09105003625154495, 0.0, 0.07958029955625534, 0.16093020141124725),
    *(0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1.0),
)
SHAPES = {"packed": "uint8", "scale_q": "int8", "scale_s": "float32", "scale_mean": "float32"}


def draw(rng, n_out, n_in, rank, block, group):
    """A state dict whose weight has nothing to do with what a layer was made of."""
    n = n_out * n_in
    m = n // block
    return {
        "packed": torch.from_numpy(rng.integers(256, size=n // 2).astype(np.uint8)),
        "scale_q": torch.from_numpy(rng.integers(-127, 128, size=m).astype(np.int8)),
        "scale_s": torch.from_numpy(rng.uniform(0.004, 0.01, size=m // group)).float(),
        "scale_mean": torch.tensor(2.0),
        "lora_A": normal(rng, rank, n_in).bfloat16(),
        "lora_B": normal(rng, n_out, rank).bfloat16(),
    }


def weight(state, n_out, n_in):
    """W_hat in float64, one weight after the other."""
    n, m = n_out * n_in, len(state["scale_q"])
    q, s, mean = state["scale_q"].tolist(), state["scale_s"].tolist(), float(state["scale_mean"])
    values = []
    for i in range(n):
        byte = int(state["packed"][i // 2])
        block = i * m // n
        scale = q[block] * s[block * len(s) // m] + mean
        values.append(LEVELS[byte % 16 if i % 2 else byte // 16] * scale)
    return torch.tensor(values, dtype=torch.float64).reshape(n_out, n_in)


def made(submission, rng, n_out, n_in, rank, alpha, block=4, group=2):
    layer = submission.QLoRALinear(normal(rng, n_out, n_in).float(), rank, alpha, block, group)
    state = draw(rng, n_out, n_in, rank, block, group)
    layer.load_state_dict(state, strict=False)  # what else is kept, a test of its own asks
    return layer, state


def full(state, n_out, n_in, alpha):
    low = state["lora_B"].double() @ state["lora_A"].double()
    return weight(state, n_out, n_in) + alpha / len(state["lora_A"]) * low


def close(found, right, what):
    """Equal up to what bfloat16 can hold: 8 bits, a few roundings, sums of a dozen numbers."""
    right = torch.as_tensor(right).double()
    atol = 0.1 * float(right.abs().max())
    assert_close(found.double(), right, rtol=0, atol=atol, what=what)


@pytest.mark.points(28)
def test_the_weight_is_dequantized(submission, rng):
    """The output is that of the dequantized weight and the update; here r = alpha = 1."""
    # Five of six weights are far from their level: whether they are rounded at all shows.
    rows = torch.tensor([[1.0], [1.5], [2.0], [1.2]])
    layer = submission.QLoRALinear(rows * torch.tensor([1.0, 0.85, 0.85, 0.85, 0.85, 0.85]), 1, 1.0, 6, 2)
    layer.load_state_dict({"lora_B": torch.zeros(4, 1, dtype=torch.bfloat16)}, strict=False)
    found = layer(torch.tensor([0.0, 1.0, 1.0, 1.0, 1.0, 1.0]).bfloat16())
    close(found, 5 * LEVELS[14] * rows[:, 0], "the output for a weight that is rounded by a sixth")
    for shape, n_out in (((3, 8), 4), ((2, 3, 4), 6), ((6,), 4)):
        layer, state = made(submission, rng, n_out, shape[-1], 1, 1.0)
        x = normal(rng, *shape).bfloat16()
        right = torch.tensordot(x.double(), full(state, n_out, shape[-1], 1.0), dims=([-1], [1]))
        close(layer(x), right, f"the output for x of shape {shape}")
    state = draw(rng, 4, 6, 1, 4, 2)
    layer.load_state_dict(state, strict=False)
    right = full(state, 4, 6, 1.0) @ x.double()
    close(layer(x), right, "the output after another state dict was loaded")


@pytest.mark.points(8)
def test_the_scale(submission, rng):
    """The update is multiplied by alpha / r."""
    for rank, alpha in ((4, 12.0), (2, 0.5)):
        layer, state = made(submission, rng, 4, 6, rank, alpha)
        x = normal(rng, 5, 6).bfloat16()
        close(layer(x), x.double() @ full(state, 4, 6, alpha).T, f"the output with rank {rank} and alpha {alpha}")


@pytest.mark.points(20)
def test_the_weight_is_quantized(submission, rng):
    """A fresh layer holds W in NF4, its scales in int8, and computes with what they stand for."""
    # One level in each block, the largest: nothing but the scales is rounded.
    q = np.array([127, -127, 30, -30, 4, -4, 127, -127, 50, -50, 2, -2], dtype=float)
    scales = 3 + 0.01 * q
    index = rng.integers(16, size=(12, 2))
    index[:, 0] = 15
    values = torch.tensor(np.array(LEVELS)[index] * scales[:, None]).float().reshape(4, 6)
    layer = submission.QLoRALinear(values, 1, 1.0, 2, 6)
    assert_equal(layer.packed, torch.from_numpy((240 + index[:, 1]).astype(np.uint8)), what="packed")
    assert_equal(layer.scale_q, torch.from_numpy(q.astype(np.int8)), what="scale_q")
    assert_close(layer.scale_s, torch.tensor([0.01, 0.01]), rtol=1e-3, what="scale_s")
    assert_close(layer.scale_mean, torch.tensor(3.0), rtol=1e-5, what="scale_mean")
    layer.load_state_dict({"lora_B": torch.zeros(4, 1, dtype=torch.bfloat16)}, strict=False)
    x = normal(rng, 5, 6).bfloat16()
    close(layer(x), x.double() @ values.double().T, "the output of a fresh layer")


@pytest.mark.points(16)
def test_only_the_adapters_are_trained(submission, rng):
    """A and B get the gradients of the update, and x that of the whole weight; nothing else gets one."""
    layer, state = made(submission, rng, 4, 6, 1, 1.0)
    x, cotangent = normal(rng, 5, 6).bfloat16().requires_grad_(), normal(rng, 5, 4).bfloat16()
    out = layer(x)
    assert out.requires_grad, "the output has no graph."
    found = submission.grads(layer, out, cotangent)
    (dx,) = torch.autograd.grad(out, x, cotangent)
    assert_equal(
        sorted(name for name in found if found[name] is not None), ["lora_A", "lora_B"], what="what is trained"
    )
    outer = cotangent.double().T @ x.detach().double()
    close(found["lora_A"], state["lora_B"].double().T @ outer, "the gradient of A")
    close(found["lora_B"], outer @ state["lora_A"].double().T, "the gradient of B")
    close(dx, cotangent.double() @ full(state, 4, 6, 1.0), "the gradient of x")


@pytest.mark.points(8)
def test_a_fresh_update_is_0(submission, rng):
    """At the start B is 0 and A isn't, so that B gets a gradient; both are bfloat16."""
    layer = submission.QLoRALinear(normal(rng, 4, 6).float(), 2, 4.0, 4, 2)
    assert bool(layer.lora_A.any()), "A is 0 at the start: B would never get a gradient."
    assert not bool(layer.lora_B.any()), "B isn't 0 at the start: a fresh layer changes what the model does."
    for name in ("lora_A", "lora_B"):
        assert_equal(str(getattr(layer, name).dtype), "torch.bfloat16", what=f"the dtype of {name}")


@pytest.mark.points(12)
def test_what_is_kept(submission, rng):
    """The state dict has the quantized weight and the adapters, in their dtypes, and nothing else."""
    for block, group in ((4, 3), (8, 1)):
        layer = submission.QLoRALinear(normal(rng, 4, 6).float(), 3, 4.0, block, group)
        state = layer.state_dict()
        blocks = 24 // block
        shapes = {"packed": [12], "scale_q": [blocks], "scale_s": [blocks // group], "scale_mean": []}
        shapes |= {"lora_A": [3, 6], "lora_B": [4, 3]}
        found = {name: list(tensor.shape) for name, tensor in state.items()}
        assert_equal(found, shapes, what="the shapes in the state dict")
        for name, dtype in SHAPES.items():
            assert_equal(str(state[name].dtype), f"torch.{dtype}", what=f"the dtype of {name}")


@pytest.mark.points(4)
def test_bfloat16_comes_out(submission, rng):
    """The output is bfloat16, as x is."""
    layer, state = made(submission, rng, 4, 6, 1, 1.0)
    x = normal(rng, 5, 6).bfloat16()
    found = layer(x)
    close(found, x.double() @ full(state, 4, 6, 1.0).T, "the output")
    assert_equal(str(found.dtype), "torch.bfloat16", what="the dtype of the output")


@pytest.mark.points(4)
def test_bits_of_each_weight(submission, rng):
    """The bytes of the quantized weight count, those of the adapters don't."""
    for block, group in ((4, 3), (8, 1)):
        layer = submission.QLoRALinear(normal(rng, 4, 6).float(), 3, 4.0, block, group)
        blocks = 24 // block
        right = 8 * (12 + blocks + 4 * (blocks // group) + 4) / 24
        assert_close(layer.storage_bits(), right, what=f"the bits for blocks of {block} in groups of {group}")
