"""Grades `dora_linear`: the oracle makes the weight row by row, and writes the gradients out as formulas."""

import math

import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import normal as normal64


def normal(rng, *shape):
    """In float32: the dtype of the base is a test of its own."""
    return normal64(rng, *shape).float()


def draw(rng, n_in, n_out, rank, bias=True):
    state = {"base.weight": normal(rng, n_out, n_in), "base.bias": normal(rng, n_out)}
    state |= {"lora_A": normal(rng, rank, n_in), "lora_B": normal(rng, n_out, rank)}
    state["magnitude"] = 2 + normal(rng, n_out).abs()
    return state if bias else {name: value for name, value in state.items() if name != "base.bias"}


def base_of(submission, state):
    n_out, n_in = state["base.weight"].shape
    inner = {name[5:]: value for name, value in state.items() if name.startswith("base.")}
    return submission.given("linear_model", n_in, n_out, bias="bias" in inner, state=inner)


def shapes_in(state):
    return {name: list(value.shape) for name, value in state.items()}


def build(submission, state, alpha):
    layer = submission.DoRALinear(base_of(submission, state), len(state["lora_A"]), alpha)
    found = shapes_in(layer.state_dict())
    if "magnitude" in found:
        # First how many there are: of columns there are others than of rows. What axes they have is a test of its own.
        what = "the numbers in the magnitude, one for each output feature"
        assert_equal(math.prod(found["magnitude"]), len(state["magnitude"]), what=what)
        state = state | {"magnitude": state["magnitude"].reshape(found["magnitude"])}
    assert_equal(found, shapes_in(state), what="the shapes in the state dict")
    layer.load_state_dict(state)
    return layer


def direction(state, alpha):
    """V, and the norm of each of its rows."""
    scale = alpha / len(state["lora_A"])
    rows = [w + scale * (b @ state["lora_A"]) for w, b in zip(state["base.weight"], state["lora_B"], strict=True)]
    norms = [math.sqrt(math.fsum(v * v for v in row.tolist())) for row in rows]
    return torch.stack(rows), torch.tensor(norms, dtype=rows[0].dtype)


def weight(state, alpha):
    v, c = direction(state, alpha)
    return v * (state["magnitude"] / c)[:, None]


def expected(state, alpha, x):
    out = torch.tensordot(x, weight(state, alpha), dims=([-1], [1]))
    return out + state["base.bias"] if "base.bias" in state else out


@pytest.mark.points(32)
def test_magnitude_times_direction(submission, rng):
    """Each row of the weight has the direction of W + s B A and the length m; here r = alpha = 1."""
    for shape, n_out, bias in [((3, 4), 2, True), ((2, 5, 3), 6, False), ((4,), 3, True)]:
        state, x = draw(rng, shape[-1], n_out, 1, bias), normal(rng, *shape)
        found = build(submission, state, 1.0)(x)
        assert_close(found, expected(state, 1.0, x), what=f"the output for x of shape {shape}")


@pytest.mark.points(10)
def test_the_scale(submission, rng):
    """The update of the direction is multiplied by alpha / r."""
    for rank, alpha in [(4, 3.0), (2, 16.0)]:
        state, x = draw(rng, 5, 4, rank, bias=False), normal(rng, 3, 5)
        found = build(submission, state, alpha)(x)
        assert_close(found, expected(state, alpha, x), what=f"the output with rank {rank} and alpha {alpha}")


@pytest.mark.points(14)
def test_a_fresh_layer_is_its_base(submission, rng):
    """Before training the magnitude is the norm of W's rows, B is 0 and the output is the base's; A isn't 0."""
    w, b, x = normal(rng, 4, 5), normal(rng, 4), normal(rng, 3, 5)
    layer = submission.DoRALinear(submission.given("linear_model", 5, 4, state={"weight": w, "bias": b}), 2, 2.0)
    assert_equal(layer.magnitude.numel(), 4, what="the numbers in the magnitude, one for each output feature")
    norms = torch.tensor([math.sqrt(math.fsum(v * v for v in row)) for row in w.tolist()])
    assert_close(layer.magnitude.flatten(), norms, what="the magnitude of a fresh layer")
    assert bool(layer.lora_A.any()), "A is 0 at the start: B would never get a gradient."
    assert not bool(layer.lora_B.any()), "B isn't 0 at the start: a fresh layer changes what the model does."
    assert_close(layer(x), x @ w.T + b, what="the output of a fresh layer")


@pytest.mark.points(16)
def test_the_norm_is_a_constant(submission, rng):
    """A, B and magnitude get the gradients of the formula in which the norm of V is a constant."""
    state, x, cotangent = draw(rng, 4, 3, 1, bias=False), normal(rng, 5, 4), normal(rng, 5, 3)
    layer = build(submission, state, 1.0)
    found = submission.grads(layer, layer(x), cotangent)
    assert found["magnitude"] is not None, "The magnitude gets no gradient."
    both = found["lora_A"] is not None and found["lora_B"] is not None
    assert both, "A and B get no gradient, or one of them: only the norm c is a constant, not V."
    v, c = direction(state, 1.0)
    slope = cotangent.T @ x
    of_v = (state["magnitude"] / c)[:, None] * slope
    assert_close(found["magnitude"].flatten(), (slope * v).sum(1) / c, what="the gradient of the magnitude")
    assert_close(found["lora_A"], state["lora_B"].T @ of_v, what="the gradient of A")
    assert_close(found["lora_B"], of_v @ state["lora_A"].T, what="the gradient of B")


@pytest.mark.points(8)
def test_the_base_is_frozen(submission, rng):
    """The base is the layer that was handed in, without gradients; x gets the gradient of the whole weight."""
    state, x, cotangent = draw(rng, 4, 3, 1), normal(rng, 5, 4).requires_grad_(), normal(rng, 5, 3)
    layer = build(submission, state, 1.0)
    out = layer(x)
    found = submission.grads(layer, out, cotangent)
    (dx,) = torch.autograd.grad(out, x, cotangent)
    assert_close(dx, cotangent @ weight(state, 1.0), what="the gradient of x")
    for name in ("base.weight", "base.bias"):
        assert found[name] is None, f"{name} gets a gradient: the base is frozen."
    inner = submission.grads(layer, layer.base(x), cotangent)
    trained = sorted(name for name, gradient in inner.items() if gradient is not None)
    assert_equal(trained, [], what="the names of the base's parameters that still require a gradient")
    base = base_of(submission, state)
    layer = submission.DoRALinear(base, 1, 1.0)
    # Loaded into the one, read through the other.
    sevens = torch.full((3, 4), 7.0)
    base.load_state_dict({"weight": sevens, "bias": state["base.bias"]})
    assert_equal(layer.base.weight, sevens, what="layer.base.weight, after the layer handed in has got other weights")


@pytest.mark.points(14)
def test_merged(submission, rng):
    """merge gives the weight of the plain layer, and leaves the base alone."""
    state = draw(rng, 5, 4, 1)
    layer = build(submission, state, 1.0)
    assert_close(layer.merge(), weight(state, 1.0), what="the merged weight")
    assert_equal(layer.base.weight, state["base.weight"], what="the base's weight after merge")


@pytest.mark.points(6)
def test_the_state_dict(submission, rng):
    """The state dict has the base's parameters, lora_A, lora_B and magnitude, in the base's dtype."""
    for bias in (True, False):
        state = {name: value.double() for name, value in draw(rng, 4, 3, 2, bias).items()}
        found = build(submission, state, 1.0).state_dict()
        assert_equal(shapes_in(found), shapes_in(state), what="the shapes in the state dict")
        for name, value in found.items():
            assert_equal(str(value.dtype), "torch.float64", what=f"the dtype of {name} for a base in float64")
