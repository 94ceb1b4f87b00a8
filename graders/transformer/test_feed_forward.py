"""Grades `feed_forward`: the oracle is NumPy with math.erf, for one position after the other."""

import math

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal
from kata.testing.tensors import linear_state, normal


def build(submission, state):
    """The answer's module, in float64, with these weights. In evaluation mode: what is drawn is a test of its own."""
    module = submission.FeedForward(len(state["fc2.bias"]), len(state["fc1.bias"]))
    module.double()
    module.eval()
    # Further entries are a matter of the test of the parameters.
    _, homeless = module.load_state_dict(state, strict=False)
    assert not homeless, f"The state dict of the network has no {' and no '.join(sorted(homeless))}."
    return module


def weights(rng, d_model, d_hidden):
    return linear_state(rng, {"fc1": (d_hidden, d_model), "fc2": (d_model, d_hidden)})


def expected(state, x):
    """The formula, at one position after the other."""
    w1, b1, w2, b2 = (state[f"fc{i}.{kind}"].numpy() for i in (1, 2) for kind in ("weight", "bias"))
    out = np.empty(tuple(x.shape))
    for position in np.ndindex(x.shape[:-1]):
        z = w1 @ x[position].numpy() + b1
        out[position] = w2 @ [a / 2 * math.erfc(-a / math.sqrt(2)) for a in z] + b2
    return torch.from_numpy(out)


@pytest.mark.points(40)
def test_two_layers_with_an_activation_between_them(submission, rng):
    """The output is W2 gelu(W1 x + b1) + b2, at each position."""
    # Four times as wide, and with batch and time: other widths and axes are tests of their own.
    for batch, time, d_model in [(2, 4, 3), (3, 2, 5)]:
        state, x = weights(rng, d_model, 4 * d_model), 2 * normal(rng, batch, time, d_model)
        # The bound leaves room for approximations of the GELU, which another test is about.
        assert_close(build(submission, state)(x), expected(state, x), rtol=0, atol=5e-3, what="the output")


@pytest.mark.points(12)
def test_the_gelu_is_exact(submission, rng):
    """gelu(z) is z Phi(z), to all digits."""
    one = {"fc1.weight": [[1.0], [0.0], [0.0], [0.0]], "fc1.bias": [0.0] * 4}
    one |= {"fc2.weight": [[1.0, 0.0, 0.0, 0.0]], "fc2.bias": [0.0]}
    state = {name: torch.tensor(value, dtype=torch.float64) for name, value in one.items()}
    x = torch.cat([torch.linspace(-5, 5, 11, dtype=torch.float64)[:, None], 3 * normal(rng, 4, 1)])[None]
    assert_close(build(submission, state)(x), expected(state, x), rtol=1e-7, atol=1e-9, what="the GELU")


@pytest.mark.points(10)
def test_any_number_of_leading_axes(submission, rng):
    """The features are the last axis; with none, one, two or four axes before it the output has the shape of x."""
    state = weights(rng, 3, 12)
    for shape in [(3,), (4, 3), (2, 4, 3), (2, 1, 5, 2, 3)]:
        x = normal(rng, *shape)
        what = f"the output for x of shape {shape}"
        assert_close(build(submission, state)(x), expected(state, x), rtol=0, atol=5e-3, what=what)


@pytest.mark.points(4)
def test_nothing_is_drawn(submission, rng):
    """The same x gives the same output in training mode too: there is no dropout in this network."""
    state, x = weights(rng, 3, 12), normal(rng, 8, 16, 3)
    module = build(submission, state)
    module.train()
    first, second = module(x), module(x)
    assert torch.equal(first, second), "Two calls with the same x gave different outputs."
    assert_close(first, expected(state, x), rtol=0, atol=5e-2, what="the output in training mode")


@pytest.mark.points(8)
def test_the_width_is_four_times_the_features(submission, rng):
    """Without d_hidden the hidden layer has 4 D features; with it, that many. The parameters are laid out as said."""
    for d_model, d_hidden in [(3, None), (5, None), (3, 7)]:
        module = submission.FeedForward(d_model) if d_hidden is None else submission.FeedForward(d_model, d_hidden)
        width = d_hidden or 4 * d_model
        found = {name: list(tensor.shape) for name, tensor in module.state_dict().items()}
        wanted = {"fc1.weight": [width, d_model], "fc1.bias": [width], "fc2.weight": [d_model, width]}
        assert_equal(found, wanted | {"fc2.bias": [d_model]}, what="the shapes in the state dict")


@pytest.mark.points(8)
def test_gradients(submission, rng):
    """The gradients of x and of all parameters are those of the formula."""
    state, x, cotangent = weights(rng, 3, 12), normal(rng, 2, 4, 3).requires_grad_(), normal(rng, 2, 4, 3)
    module = build(submission, state)
    out = module(x)
    assert out.requires_grad, "the output has no graph: no gradient reaches x."
    found = submission.grads(module, out, cotangent)
    leaves = {name: value.clone().requires_grad_() for name, value in state.items()}
    z = x @ leaves["fc1.weight"].T + leaves["fc1.bias"]
    y = (z / 2 * torch.erfc(-z / math.sqrt(2))) @ leaves["fc2.weight"].T + leaves["fc2.bias"]
    wanted = torch.autograd.grad(y, [x, *leaves.values()], cotangent)
    for name, gradient in zip(leaves, wanted[1:], strict=True):
        assert_close(found[name], gradient, rtol=0, atol=5e-2, what=f"the gradient of {name}")
    (dx,) = torch.autograd.grad(module(x), x, cotangent)
    assert_close(dx, wanted[0], rtol=0, atol=5e-2, what="the gradient of x")


@pytest.mark.points(18)
def test_the_share_of_the_parameters(submission, rng):
    """The share counts the weights and biases of six linear layers and two layer norms."""
    drawn = tuple(rng.integers(2, 30, size=2).tolist())
    for d_model, d_hidden in [(768, None), (2, 3), drawn, (drawn[0], None)]:
        width = 4 * d_model if d_hidden is None else d_hidden
        linear = [(d_model, width), (width, d_model), *[(d_model, d_model)] * 4]
        sizes = [n_in * n_out + n_out for n_in, n_out in linear]
        wanted = sum(sizes[:2]) / (sum(sizes) + 2 * 2 * d_model)
        args = (d_model,) if d_hidden is None else (d_model, d_hidden)
        assert_close(submission.feed_forward_share(*args), wanted, what=f"the share for {args}")
