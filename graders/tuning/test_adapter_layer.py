"""Grades `adapter_layer`: the oracle is NumPy with math.erfc, for one position after the other."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import linear_state, normal


def build(submission, state):
    """The answer's module, in float64, with these weights. What else it may hold is a test of its own."""
    module = submission.AdapterLayer(len(state["up.bias"]), len(state["down.bias"]))
    module.double()
    _, homeless = module.load_state_dict(state, strict=False)
    assert not homeless, f"The state dict of the adapter has no {' and no '.join(sorted(homeless))}."
    module.eval()  # that nothing is drawn in training mode is a test of its own
    return module


def weights(rng, d_model, width):
    return linear_state(rng, {"down": (width, d_model), "up": (d_model, width)})


def expected(state, x):
    """The formula, at one position after the other."""
    w1, b1, w2, b2 = (state[f"{part}.{kind}"].numpy() for part in ("down", "up") for kind in ("weight", "bias"))
    out = np.empty(tuple(x.shape))
    for position in np.ndindex(x.shape[:-1]):
        z = w1 @ x[position].numpy() + b1
        out[position] = x[position].numpy() + w2 @ [a / 2 * math.erfc(-a / math.sqrt(2)) for a in z] + b2
    return torch.from_numpy(out)


def flags(submission, model, x):
    """Which parameters are reached by a gradient, by name."""
    out = model(x.requires_grad_())
    return {name: grad is not None for name, grad in submission.grads(model, out, torch.ones_like(out)).items()}


@pytest.mark.points(26)
def test_down_bend_up_and_add(submission, rng):
    """The output is x + W_up gelu(W_down x + b_down) + b_up, at each position."""
    for shape, width in [((2, 4, 3), 2), ((3, 2, 5), 7)]:
        state, x = weights(rng, shape[-1], width), 2 * normal(rng, *shape)
        # The bound leaves room for approximations of the GELU, which another test is about.
        found = build(submission, state)(x)
        assert_close(found, expected(state, x), rtol=0, atol=5e-3, what=f"the output for x of shape {shape}")


@pytest.mark.points(4)
def test_nothing_is_drawn(submission, rng):
    """The same x gives the same output in training mode too: there is no dropout."""
    state, x = weights(rng, 4, 12), normal(rng, 8, 16, 4)
    module = build(submission, state)
    module.train()
    first, second = module(x), module(x)
    assert torch.equal(first, second), "Two calls with the same x gave different outputs."
    assert not torch.equal(first, x), "With weights that aren't 0 the output is x."
    assert not torch.equal(first, torch.zeros_like(first)), "The output is 0."


@pytest.mark.points(6)
def test_any_number_of_leading_axes(submission, rng):
    """The features are the last axis; before it there may be none, one, two or four more."""
    state = weights(rng, 3, 2)
    for shape in [(3,), (4, 3), (2, 5, 3), (2, 1, 2, 3, 3)]:
        x = normal(rng, *shape)
        found = build(submission, state)(x)
        assert_close(found, expected(state, x), rtol=0, atol=5e-3, what=f"the output for x of shape {shape}")


@pytest.mark.points(6)
def test_the_gelu_is_exact(submission, rng):
    """gelu(z) is z / 2 (1 + erf(z / sqrt(2))), to all digits."""
    state, x = weights(rng, 3, 4), 2 * normal(rng, 2, 5, 3)
    assert_close(build(submission, state)(x), expected(state, x), rtol=1e-7, atol=1e-8, what="the output")


@pytest.mark.points(16)
def test_a_fresh_adapter_changes_nothing(submission, rng):
    """Before any training the output is x; with other weights it isn't."""
    x = normal(rng, 2, 4, 5)
    module = submission.AdapterLayer(5, 3)
    module.double()
    fresh = module.state_dict()
    assert not bool(fresh["up.weight"].any()), "W_up isn't 0 at the start."
    assert not bool(fresh["up.bias"].any()), "b_up isn't 0 at the start."
    assert_close(module(x), x, what="the output of a fresh adapter")
    moved = build(submission, weights(rng, 5, 3))(x)
    assert not torch.equal(moved, x), "With weights that aren't 0 the output is x as well."


@pytest.mark.points(8)
def test_a_fresh_adapter_can_learn(submission, rng):
    """A fresh W_down isn't 0, so that the first step already has a gradient for W_up."""
    x, cotangent = normal(rng, 2, 4, 5), normal(rng, 2, 4, 5)
    module = submission.AdapterLayer(5, 3)
    module.double()
    found = submission.grads(module, module(x), cotangent)
    assert_close(found["up.bias"], cotangent.sum((0, 1)), what="the gradient of up.bias")
    assert bool(found["up.weight"].any()), "the gradient of up.weight is 0: nothing but the bias can learn."
    assert bool(module.state_dict()["down.weight"].any()), "W_down is 0 at the start."


@pytest.mark.points(6)
def test_the_state_dict(submission, rng):
    """The state dict has weight and bias of down and up, with the stated shapes, and nothing else."""
    for d_model, width in [(5, 3), (2, 6)]:
        module = submission.AdapterLayer(d_model, width)
        found = {name: list(tensor.shape) for name, tensor in module.state_dict().items()}
        wanted = {"down.weight": [width, d_model], "down.bias": [width], "up.weight": [d_model, width]}
        assert_equal(found, wanted | {"up.bias": [d_model]}, what="the shapes in the state dict")


@pytest.mark.points(8)
def test_gradients(submission, rng):
    """The gradients of x and of all parameters are those of the formula."""
    state, x, cotangent = weights(rng, 3, 4), normal(rng, 2, 5, 3).requires_grad_(), normal(rng, 2, 5, 3)
    module = build(submission, state)
    found = submission.grads(module, module(x), cotangent)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    z = x @ leaves["down.weight"].T + leaves["down.bias"]
    y = x + (z / 2 * torch.erfc(-z / math.sqrt(2))) @ leaves["up.weight"].T + leaves["up.bias"]
    wanted = torch.autograd.grad(y, [x, *leaves.values()], cotangent)
    for name, gradient in zip(leaves, wanted[1:], strict=True):
        assert_close(found[name], gradient, rtol=0, atol=5e-2, what=f"the gradient of {name}")
    (dx,) = torch.autograd.grad(module(x), x, cotangent)
    assert_close(dx, wanted[0], rtol=0, atol=5e-2, what="the gradient of x")


@pytest.mark.points(12)
def test_only_adapters_train(submission, rng):
    """After freezing, the parameters of adapters require a gradient, at any depth and by any name, and no others."""
    model = submission.given("mlp", [4, 3, 4])
    inner = submission.given("mlp", [4, 2])
    inner.add_module("extra", submission.AdapterLayer(2, 1))
    inner.add_module("down", submission.given("linear_model", 2, 2))
    model.add_module("adapter_head", submission.given("linear_model", 4, 4))
    model.add_module("inner", inner)
    model.add_module("last", submission.AdapterLayer(2, 2))
    submission.train_only_adapters(model)
    found = flags(submission, model, torch.ones(2, 4))
    wanted = {name: name.startswith(("inner.extra.", "last.")) for name in found}
    assert_equal(sum(wanted.values()), 8, what="the number of tensors that belong to adapters")
    assert_equal(found, wanted, what="which parameters require a gradient")
    # A model with parameters of its own, beside those of the modules in it.
    model = submission.given("linear_model", 4, 4)
    model.add_module("extra", submission.AdapterLayer(4, 1))
    submission.train_only_adapters(model)
    found = flags(submission, model, torch.ones(2, 4))
    found = {name: reached for name, reached in found.items() if not name.startswith("extra.")}
    assert_equal(found, dict.fromkeys(found, False), what="which of the model's own parameters require a gradient")


@pytest.mark.points(4)
def test_frozen_adapters_are_set_free(submission):
    """Adapters that were frozen before are trained afterwards; a model may itself be an adapter."""
    model = submission.given("mlp", [3, 3])
    model.add_module("last", submission.AdapterLayer(3, 2))
    model.requires_grad_(False)
    submission.train_only_adapters(model)
    found = flags(submission, model, torch.ones(2, 3))
    wanted = {name: name.startswith("last.") for name in found}
    assert_equal(found, wanted, what="which parameters require a gradient where all were frozen")
    adapter = submission.AdapterLayer(3, 2)
    adapter.requires_grad_(False)
    submission.train_only_adapters(adapter)
    found = flags(submission, adapter, torch.ones(2, 3))
    assert_equal(list(found.values()), [True] * 4, what="which parameters require a gradient")


@pytest.mark.points(4)
def test_the_trained_share(submission):
    """The share is that of single numbers, not of tensors or modules."""
    model = submission.given("mlp", [4, 3, 4])
    assert_close(submission.train_only_adapters(model), 0.0, atol=1e-9, what="the share without an adapter")
    model.add_module("last", submission.AdapterLayer(4, 1))
    assert_close(submission.train_only_adapters(model), 13 / 44, what="the share")
