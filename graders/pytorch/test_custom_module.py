"""Grades `custom_module`: the layer is computed in NumPy, and what is registered is read from the module."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_distribution, assert_equal
from kata.testing.tensors import normal


def weights(rng, n_in, n_out):
    return {"weight": normal(rng, n_out, n_in), "bias": normal(rng, n_out)}


def build(submission, state, bias=True):
    """The answer's layer in float64 with this state, of which it may know a part only."""
    n_out, n_in = state["weight"].shape
    layer = (
        submission.StandardizedLinear(n_in, n_out) if bias else submission.StandardizedLinear(n_in, n_out, bias=False)
    )
    layer.double()
    layer.load_state_dict(state, strict=False)
    return layer


def expected(state, x, mean=0.0, std=1.0):
    z = (x.detach().numpy() - mean) / std
    return torch.from_numpy(
        np.einsum("...i,oi->...o", z, state["weight"].numpy()) + state.get("bias", torch.zeros(1)).numpy()
    )


def data(rng, n, n_in):
    """Columns in units of their own, and their statistics."""
    x = (
        normal(rng, n, n_in) * torch.tensor([0.5, 4.0, 20.0, 1.5, 3.0])[:n_in].double()
        + torch.arange(n_in).double() * 7
        - 5
    )
    x[0, 0] += 3.0
    columns = x.numpy()
    mean = columns.sum(0) / n
    return x, mean, np.sqrt(((columns - mean) ** 2).sum(0) / n)


@pytest.mark.points(26)
def test_a_linear_layer(submission, rng):
    """Before any fit the output is x W^T + b."""
    for n, n_in, n_out in [(4, 3, 2), (3, 2, 5)]:
        state, x = weights(rng, n_in, n_out), normal(rng, n, n_in)
        assert_close(build(submission, state)(x), expected(state, x), rtol=1e-4, what="the output")


@pytest.mark.points(24)
def test_inputs_are_standardized(submission, rng):
    """After fit, each feature has the mean of the data subtracted and is divided by its standard deviation."""
    for n, n_in, n_out in [(4, 3, 2), (6, 5, 3)]:
        state, x = weights(rng, n_in, n_out), normal(rng, 3, n_in)
        layer = build(submission, state)
        for _ in range(2):
            rows, mean, std = data(rng, n, n_in)
            layer.fit(rows)
        assert_close(layer(x), expected(state, x, mean, std), rtol=1e-4, what="the output after fit")


@pytest.mark.points(4)
def test_any_number_of_leading_axes(submission, rng):
    """The features are the last axis: none, two or three axes may stand before it."""
    state = weights(rng, 3, 2)
    for shape in [(3,), (2, 4, 3), (2, 1, 5, 3)]:
        x = normal(rng, *shape)
        assert_close(
            build(submission, state)(x), expected(state, x), rtol=1e-4, what=f"the output for x of shape {shape}"
        )


@pytest.mark.points(6)
def test_a_constant_feature(submission, rng):
    """A feature that is the same in all rows has a std of 1: no output is inf or nan."""
    state, x = weights(rng, 3, 2), normal(rng, 4, 3)
    rows = torch.tensor([[1.0, 5.0, -2.0], [3.0, 5.0, 6.0]] * 2, dtype=torch.float64)
    layer = build(submission, state)
    layer.fit(rows)
    found, right = layer(x), expected(state, x, np.array([2.0, 5.0, 2.0]), np.array([1.0, 1.0, 4.0]))
    # Only the constant column is judged: what the others contribute is taken from the answer itself at x1 = 5.
    x[:, 1] = 5.0
    base, wanted = layer(x), expected(state, x, np.array([2.0, 5.0, 2.0]), np.array([1.0, 1.0, 4.0]))
    assert_close(
        (found.detach().numpy() - base.detach().numpy()),
        (right - wanted).numpy(),
        what="the part of the constant feature",
    )


@pytest.mark.points(12)
def test_the_state_dict_has_them_all(submission, rng):
    """The state dict holds weight, bias, mean and std, and what is loaded into it is used."""
    found = {name: list(value.shape) for name, value in submission.StandardizedLinear(3, 2).state_dict().items()}
    assert_equal(found, {"weight": [2, 3], "bias": [2], "mean": [3], "std": [3]}, what="the shapes in the state dict")
    state, x = weights(rng, 3, 2), normal(rng, 4, 3)
    mean, std = normal(rng, 3), normal(rng, 3).abs() + 0.5
    layer = build(submission, state | {"mean": mean, "std": std})
    assert_close(
        layer(x), expected(state, x, mean.numpy(), std.numpy()), rtol=1e-4, what="the output after load_state_dict"
    )
    layer.fit(torch.tensor([[1.0, 4.0, 0.0], [1.0, 8.0, 2.0], [1.0, 9.0, 7.0]], dtype=torch.float64))
    right = torch.tensor([1.0, 7.0, 3.0], dtype=torch.float64)
    assert_close(layer.state_dict()["mean"], right, what="the mean in the state dict after fit")


@pytest.mark.points(12)
def test_weight_and_bias_learn_and_nothing_else(submission, rng):
    """The parameters are weight and bias, with their gradients; mean and std are none, and x has its gradient."""
    state, x, cotangent = weights(rng, 3, 2), normal(rng, 4, 3).requires_grad_(), normal(rng, 4, 2)
    layer = build(submission, state)
    out = layer(x)
    assert out.requires_grad, "the output has no graph: no gradient reaches x or the parameters."
    found = submission.grads(layer, out, cotangent)
    right = {"weight": cotangent.T @ x.detach(), "bias": cotangent.sum(0)}
    assert_equal(sorted(found), ["bias", "weight"], what="the names of the parameters")
    assert_close(found, right, rtol=1e-4, what="the gradients")
    (dx,) = torch.autograd.grad(layer(x), x, cotangent)
    assert_close(dx, cotangent @ state["weight"], rtol=1e-4, what="the gradient of x")
    names = sorted(name for name, _ in submission.take(layer.named_buffers(), 9))
    assert_equal(names, ["mean", "std"], what="the names of the buffers")


@pytest.mark.points(6)
def test_everything_moves_with_the_module(submission, rng):
    """A module is made in float32; double() moves parameters and buffers, and the output is of the same dtype."""
    layer = submission.StandardizedLinear(3, 2)
    for dtype in (torch.float32, torch.float64, torch.float16):
        layer.to(dtype)
        found = [str(value.dtype) for value in layer.state_dict().values()]
        assert_equal(found, [str(dtype)] * 4, what="the dtypes in the state dict")
        if dtype is not torch.float16:
            layer.fit(normal(rng, 4, 3).to(dtype))
            assert_equal(str(layer(normal(rng, 4, 3).to(dtype)).dtype), str(dtype), what="the dtype of the output")


@pytest.mark.points(4)
def test_without_a_bias(submission, rng):
    """With bias=False nothing is added, the attribute is None and the state dict has no such key."""
    state, x = {"weight": normal(rng, 2, 3)}, normal(rng, 4, 3)
    layer = build(submission, state, bias=False)
    assert_close(layer(x), expected(state, x), rtol=1e-4, what="the output")
    assert layer.bias is None, "the attribute bias should be None."
    assert "bias" not in list(layer.state_dict()), "the state dict has a bias."


@pytest.mark.points(6)
def test_initial_weights(submission, rng):
    """Weights and biases are drawn uniformly between -1 / sqrt(n_in) and 1 / sqrt(n_in)."""
    state = submission.StandardizedLinear(16, 100).state_dict()
    for name, counts in (("weight", [400] * 4), ("bias", [25] * 4)):
        values = np.asarray(state[name], dtype=float).ravel()
        assert np.abs(values).max() <= 0.25, f"{name} has a value beyond 1 / sqrt(n_in)."
        found = np.histogram(values, bins=4, range=(-0.25, 0.25))[0]
        assert_distribution(
            found, [count / sum(counts) for count in counts], what=f"the quarters of the range of {name}"
        )
