"""Grades `lora_linear`: the oracle makes the full matrix W + alpha / r B A and multiplies once."""

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
    return state if bias else {name: value for name, value in state.items() if name != "base.bias"}


def build(submission, state, alpha):
    """The answer's layer around a base of this dtype, with these weights; and the base."""
    n_out, n_in = state["base.weight"].shape
    inner = {name[5:]: value for name, value in state.items() if name.startswith("base.")}
    base = submission.given("linear_model", n_in, n_out, bias="bias" in inner, state=inner)
    layer = submission.LoRALinear(base, len(state["lora_A"]), alpha)
    load(layer, state)
    layer.eval()  # that nothing is drawn in training mode is a test of its own
    return layer, base


def load(layer, state):
    """What else the layer's state dict may hold is a matter of the test of the state dict alone."""
    _, homeless = layer.load_state_dict(state, strict=False)
    assert not homeless, f"The state dict of the layer has no {' and no '.join(sorted(homeless))}."


def full(state, alpha):
    """The merged weight, as a sum of outer products."""
    terms = [torch.outer(b, a) for a, b in zip(state["lora_A"], state["lora_B"].T, strict=True)]
    return state["base.weight"] + alpha / len(terms) * sum(terms)


def expected(state, alpha, x):
    out = torch.tensordot(x, full(state, alpha), dims=([-1], [1]))
    return out + state["base.bias"] if "base.bias" in state else out


@pytest.mark.points(22)
def test_the_update_is_added(submission, rng):
    """The output is x W^T + b + alpha / r x A^T B^T; here r = alpha = 1, for any number of leading axes."""
    for shape, n_out in [((3, 4), 2), ((2, 5, 3), 6), ((4,), 3)]:
        state, x = draw(rng, shape[-1], n_out, 1), normal(rng, *shape)
        layer, _ = build(submission, state, 1.0)
        assert_close(layer(x), expected(state, 1.0, x), what=f"the output for x of shape {shape}")


@pytest.mark.points(4)
def test_nothing_is_drawn(submission, rng):
    """The same x gives the same output in training mode too: there is no dropout."""
    state, x = draw(rng, 8, 8, 1), normal(rng, 20, 8)
    layer, _ = build(submission, state, 1.0)
    layer.train()
    first, second = layer(x), layer(x)
    assert torch.equal(first, second), "Two calls with the same x gave different outputs."
    assert not torch.equal(first, torch.zeros_like(first)), "The output is 0."


@pytest.mark.points(14)
def test_the_scale(submission, rng):
    """The update is multiplied by alpha / r, in the output as in the merged weight."""
    for rank, alpha in [(4, 3.0), (2, 16.0)]:
        state, x = draw(rng, 5, 4, rank), normal(rng, 3, 5)
        layer, _ = build(submission, state, alpha)
        what = f"the output with rank {rank} and alpha {alpha}"
        assert_close(layer(x), expected(state, alpha, x), what=what)
        layer.merge()
        assert_close(
            layer.base.weight, full(state, alpha), what=f"the weight merged with rank {rank} and alpha {alpha}"
        )


@pytest.mark.points(10)
def test_a_fresh_layer_is_its_base(submission, rng):
    """Before training B is 0 and the output is the base's; A isn't 0, so that B gets a gradient."""
    state, x = draw(rng, 5, 4, 2), normal(rng, 3, 5)
    inner = {"weight": state["base.weight"], "bias": state["base.bias"]}
    layer = submission.LoRALinear(submission.given("linear_model", 5, 4, state=inner), 2, 2.0)
    fresh = layer.state_dict()
    assert bool(fresh["lora_A"].any()), "A is 0 at the start: it is to be drawn at random."
    assert not bool(fresh["lora_B"].any()), "B isn't 0 at the start: a fresh layer changes what the model does."
    assert_close(layer(x), x @ inner["weight"].T + inner["bias"], what="the output of a fresh layer")


@pytest.mark.points(10)
def test_only_a_and_b_are_trained(submission, rng):
    """A and B get the gradients of the formula, as x does; weight and bias of the base are frozen."""
    state, x, cotangent = draw(rng, 4, 3, 1), normal(rng, 5, 4).requires_grad_(), normal(rng, 5, 3)
    layer, _ = build(submission, state, 1.0)
    out = layer(x)
    assert out.requires_grad, "the output has no graph."
    found = submission.grads(layer, out, cotangent)
    (dx,) = torch.autograd.grad(out, x, cotangent)
    assert_close(dx, cotangent @ full(state, 1.0), what="the gradient of x")
    outer = cotangent.T @ x.detach()
    assert_close(found["lora_A"], state["lora_B"].T @ outer, what="the gradient of A")
    assert_close(found["lora_B"], outer @ state["lora_A"].T, what="the gradient of B")
    # two places: a base that is trained whole, and a bias that was forgotten
    assert found["base.weight"] is None, "the base's weight gets a gradient: the base is frozen."
    assert found["base.bias"] is None, "the base's bias gets a gradient: it is frozen like the weight."
    inner = submission.grads(layer, layer.base(x), cotangent)
    trained = sorted(name for name, gradient in inner.items() if gradient is not None)
    assert_equal(trained, [], what="the names of the base's parameters that still require a gradient")


@pytest.mark.points(12)
def test_merged_into_the_base(submission, rng):
    """merge adds alpha / r B A to the weight of the base that was handed in; the output stays, and adds it once."""
    state, x = draw(rng, 5, 4, 1), normal(rng, 3, 5)
    layer, base = build(submission, state, 1.0)
    # Loaded into the one, read through the other.
    base.load_state_dict({"weight": torch.full((4, 5), 7.0), "bias": state["base.bias"]})
    what = "layer.base.weight, after the layer handed in has got other weights"
    assert_equal(layer.base.weight, torch.full((4, 5), 7.0), what=what)
    load(layer, state)
    layer.merge()
    assert_close(base.weight, full(state, 1.0), what="the merged weight")
    assert_close(base.bias, state["base.bias"], what="the bias after merging")
    assert_close(layer(x), expected(state, 1.0, x), what="the output after merging")


@pytest.mark.points(12)
def test_unmerged_bit_by_bit(submission, rng):
    """After unmerge the weight has the very bits from before merging, and A and B act as they did."""
    state = draw(rng, 5, 4, 1)
    state["base.weight"] *= 1e-4  # next to the update a small weight loses most of its digits
    state["lora_B"][0] *= 1e6
    x = normal(rng, 3, 5)
    layer, base = build(submission, state, 1.0)
    layer.merge()
    assert_close(base.weight, full(state, 1.0), what="the merged weight")
    layer.unmerge()
    assert_equal(base.weight, state["base.weight"], what="the weight after unmerge")
    assert_close(layer(x), expected(state, 1.0, x), what="the output after unmerge")
    loaded = draw(rng, 5, 4, 1)
    load(layer, loaded)
    layer.merge()
    assert_close(base.weight, full(loaded, 1.0), what="the merged weight, with weights that were loaded")
    layer.unmerge()
    assert_equal(base.weight, loaded["base.weight"], what="the weight after unmerge, with weights that were loaded")


@pytest.mark.points(6)
def test_merged_twice_is_merged_once(submission, rng):
    """A second merge or unmerge changes nothing, and each can follow the other again."""
    state = draw(rng, 4, 3, 1)
    layer, base = build(submission, state, 1.0)
    for times in (1, 2):
        layer.merge()
        layer.merge()
        what = f"the weight merged twice, round {times}"
        assert_close(base.weight, full(state, 1.0), what=what)
        layer.unmerge()
        layer.unmerge()
        what = f"the weight unmerged twice, round {times}"
        assert_close(base.weight, state["base.weight"], what=what)
    layer, base = build(submission, state, 1.0)
    layer.unmerge()
    assert_close(base.weight, state["base.weight"], what="the weight after unmerge alone")


@pytest.mark.points(6)
def test_the_state_dict(submission, rng):
    """The state dict has base.weight, base.bias where there is one, lora_A and lora_B: before merging and after."""
    for bias in (True, False):
        state = draw(rng, 4, 3, 2, bias=bias)
        layer, _ = build(submission, state, 2.0)
        shapes = {name: list(value.shape) for name, value in state.items()}
        before = {name: list(value.shape) for name, value in layer.state_dict().items()}
        layer.merge()
        after = {name: list(value.shape) for name, value in layer.state_dict().items()}
        further = len((set(before) | set(after)) - set(shapes))
        assert_equal(further, 0, what="the number of further entries in the state dict, before or after merging")
        assert_equal(before, shapes, what="the shapes in the state dict before merging")
        assert_equal(after, shapes, what="the shapes in the state dict after merging")
    layer, _ = build(submission, {name: value.double() for name, value in state.items()}, 2.0)
    dtypes = [str(layer.lora_A.dtype), str(layer.lora_B.dtype)]
    assert_equal(dtypes, ["torch.float64"] * 2, what="the dtypes of A and B for a base in float64")


@pytest.mark.points(4)
def test_how_many_numbers_are_trained(submission, rng):
    """All parameters that require a gradient count, with their sizes."""
    model = submission.given("mlp", [4, 3, 2])
    assert_equal(submission.count_trainable(model), 23, what="the count for a network without LoRA")
    model.linear1.requires_grad_(False)
    assert_equal(submission.count_trainable(model), 8, what="the count for a network whose first layer is frozen")
    layer = submission.LoRALinear(submission.given("linear_model", 10, 7), 3, 1.0)
    assert_equal(submission.count_trainable(layer), 51, what="the count for LoRA of rank 3 on 10 to 7")
