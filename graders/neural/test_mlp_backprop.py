"""Grades `mlp_backprop`: the oracle has no backward pass; it differentiates the forward pass by complex steps."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, complex_step


def forward(params, x):
    """The logits, for parameters that may be complex: relu goes by the real part."""
    a = x @ params["W1"] + params["b1"]
    return np.where(a.real > 0, a, 0) @ params["W2"] + params["b2"]


def cross_entropy(logits, targets):
    return (np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(targets)), targets]).mean()


def gradients(function, params):
    return {name: complex_step(lambda z, name=name: function(params | {name: z}), p) for name, p in params.items()}


def some_params(rng, n_in, n_hidden, n_out):
    shapes = {"W1": (n_in, n_hidden), "b1": (n_hidden,), "W2": (n_hidden, n_out), "b2": (n_out,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def backward(submission, params, x, dlogits):
    """The gradients that the answer gives, and the right ones."""
    _, cache = submission.mlp_forward(params, x)
    grads = submission.mlp_backward(dlogits, cache)
    assert_equal(set(grads), set(params), what="the set of names of the gradients")
    return grads, gradients(lambda p: (forward(p, x) * dlogits).sum(), params)


@pytest.mark.points(15)
def test_forward(submission, rng):
    """The logits are relu(x W1 + b1) W2 + b2."""
    for n, sizes in [(6, (3, 5, 4)), (1, (2, 3, 3)), (4, (3, 3, 3))]:
        params, x = some_params(rng, *sizes), rng.normal(size=(n, sizes[0]))
        logits, _ = submission.mlp_forward(params, x)
        assert_close(logits, forward(params, x), what="the logits")


@pytest.mark.points(15)
def test_gradients_of_the_output_layer(submission, rng):
    """W2 gets h^T dlogits and b2 the sum of dlogits over the batch."""
    for n in (5, 1):
        params, x, dlogits = some_params(rng, 2, 4, 3), rng.normal(size=(n, 2)), rng.normal(size=(n, 3))
        grads, right = backward(submission, params, x, dlogits)
        for name in ("W2", "b2"):
            assert_close(grads[name], right[name], what=f"the gradient of {name}")


@pytest.mark.points(20)
def test_gradients_of_the_hidden_layer(submission, rng):
    """Through W2^T and the mask of relu, W1 gets x^T da and b1 the sum of da over the batch."""
    for n, sizes in [(5, (3, 4, 2)), (3, (3, 3, 3)), (1, (2, 3, 2))]:
        params, x, dlogits = some_params(rng, *sizes), rng.normal(size=(n, sizes[0])), rng.normal(size=(n, sizes[2]))
        grads, right = backward(submission, params, x, dlogits)
        for name in ("W1", "b1"):
            assert_close(grads[name], right[name], what=f"the gradient of {name}")


@pytest.mark.points(5)
def test_units_at_exactly_zero_pass_no_gradient(submission, rng):
    """Where a pre-activation is exactly 0, relu's derivative is 0."""
    params, x, dlogits = some_params(rng, 2, 3, 2), rng.normal(size=(4, 2)), rng.normal(size=(4, 2))
    x[1] = 0.0
    params["b1"][:2] = 0.0
    params["W1"][:, 1] = 0.0
    grads, right = backward(submission, params, x, dlogits)
    assert_close(grads, right, what="the gradients")


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes."""
    passes = []
    for _ in range(2):
        params, x, dlogits = some_params(rng, 2, 3, 2), rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
        passes.append((submission.mlp_forward(params, x)[1], params, x, dlogits))
    for cache, params, x, dlogits in passes:
        right = gradients(lambda p, x=x, dlogits=dlogits: (forward(p, x) * dlogits).sum(), params)
        assert_close(submission.mlp_backward(dlogits, cache), right, what="the gradients")


@pytest.mark.points(10)
def test_sgd_step(submission, rng):
    """Every parameter moves by lr against its gradient, whatever its name."""
    params = some_params(rng, 3, 4, 2) | {"gain": rng.normal(size=(2, 1, 3))}
    grads = {name: rng.normal(size=value.shape) for name, value in reversed(params.items())}
    for lr in (0.3, 2.0):
        expected = {name: value - lr * grads[name] for name, value in params.items()}
        assert_close(submission.sgd_step(params, grads, lr), expected, what="the parameters")


@pytest.mark.points(20)
def test_training(submission, rng):
    """Each step takes the loss and all gradients at the same parameters; the losses are those before the steps."""
    params, x, targets = some_params(rng, 2, 3, 3), rng.normal(size=(5, 2)), np.array([2, 0, 1, 0, 2])
    expected, losses = params, []
    for n_steps in range(4):
        if n_steps != 1:
            reply, history = submission.train_mlp(params, x, targets, 0.4, n_steps)
            assert_close(history, losses, rtol=1e-8, what=f"the losses of {n_steps} steps")
            assert_close(reply, expected, rtol=1e-8, what=f"the parameters after {n_steps} steps")
        losses.append(float(cross_entropy(forward(expected, x), targets)))
        slopes = gradients(lambda p: cross_entropy(forward(p, x), targets), expected)
        expected = {name: value - 0.4 * slopes[name] for name, value in expected.items()}
    # One sample that is right from the start, with a loss of about 1e-5: every step is still made.
    params, x, targets = some_params(rng, 2, 3, 2), rng.normal(size=(1, 2)), np.array([1])
    params["b2"][:] += [0.0, 12 - float(np.diff(forward(params, x))[0, 0])]
    reply, history = submission.train_mlp(params, x, targets, 0.4, 2)
    first = cross_entropy(forward(params, x), targets)
    slopes = gradients(lambda p: cross_entropy(forward(p, x), targets), params)
    params = {name: value - 0.4 * slopes[name] for name, value in params.items()}
    assert_close(history, [first, cross_entropy(forward(params, x), targets)], rtol=1e-6, what="two tiny losses")


@pytest.mark.points(10)
def test_it_learns_xor(submission, rng):
    """After 80 steps the four points of XOR are classified rightly, with a loss under 0.1."""
    x, targets = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    angles = 2 * np.pi * (np.arange(8) + rng.uniform(0.3, 0.7)) / 8
    params = {"W1": np.array([np.cos(angles), np.sin(angles)]), "b1": np.full(8, 0.1)}
    params |= {"W2": 0.3 * rng.normal(size=(8, 2)), "b2": np.zeros(2)}
    learned, losses = submission.train_mlp(params, x, targets, 1.0, 80)
    assert_close(losses[0], cross_entropy(forward(params, x), targets), what="the first loss")
    assert_equal(len(losses), 80, what="the number of losses")
    logits = forward(learned, x)
    assert_equal(logits.argmax(axis=1), targets, what="the predictions")
    assert cross_entropy(logits, targets) < 0.1, f"the loss is {cross_entropy(logits, targets):.3f} after 80 steps"
