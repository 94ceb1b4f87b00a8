"""Grades `mlp_backprop`: the backward pass is judged beside the slopes of the answer's own forward pass."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, complex_step, numerical_gradient


def forward(params, x):
    """The logits."""
    a = x @ params["W1"] + params["b1"]
    return np.where(a > 0, a, 0) @ params["W2"] + params["b2"]


def cross_entropy(logits, targets):
    return (np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(targets)), targets]).mean()


def some_params(rng, n_in, n_hidden, n_out):
    shapes = {"W1": (n_in, n_hidden), "b1": (n_hidden,), "W2": (n_hidden, n_out), "b2": (n_out,)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def backward(submission, params, x, dlogits):
    """The gradients that the answer gives."""
    grads = submission.mlp_backward(dlogits, submission.mlp_forward(params, x)[1])
    assert_equal(set(grads), set(params), what="the set of names of the gradients")
    return grads


def slopes(submission, params, x, dlogits, name):
    """The slopes of the answer's own forward pass: what is wrong there costs its points once."""

    def logits(moved):
        return np.asarray(submission.mlp_forward(params | {name: moved}, x)[0])

    return numerical_gradient(logits, params[name], dlogits)


def check_gradients(submission, rng, names, sizes):
    for n, (n_in, n_hidden, n_out) in sizes:
        params, x = some_params(rng, n_in, n_hidden, n_out), rng.normal(size=(n, n_in))
        params["b2"] += 30.0  # logits far above 0: what else is done to them forward doesn't show here
        dlogits = rng.normal(size=(n, n_out))
        grads = backward(submission, params, x, dlogits)
        for name in names:
            what = f"the gradient of {name}, beside the slopes of the forward pass,"
            assert_close(grads[name], slopes(submission, params, x, dlogits, name), rtol=1e-6, atol=1e-6, what=what)


def own_steps(submission, params, x, targets, lr, n_steps):
    """Parameters and losses by the answer's own forward and backward pass and a step taken here."""
    losses = []
    for _ in range(n_steps):
        reply, cache = submission.mlp_forward(params, x)
        logits = np.asarray(reply)
        losses.append(float(cross_entropy(logits, targets)))
        dlogits = complex_step(lambda z: cross_entropy(z, targets), logits)
        grads = submission.mlp_backward(dlogits, cache)
        params = {name: value - lr * np.asarray(grads[name]) for name, value in params.items()}
    return params, losses


@pytest.mark.points(15)
def test_forward(submission, rng):
    """The logits are relu(x W1 + b1) W2 + b2."""
    params = {"W1": np.array([[1.0, -1.0]]), "b1": np.array([0.5, 0.0])}
    params |= {"W2": np.array([[1.0, 2.0], [-3.0, 1.0]]), "b2": np.array([0.0, 0.5])}
    logits, _ = submission.mlp_forward(params, np.array([[2.0], [-3.0]]))
    assert_close(logits, np.array([[2.5, 5.5], [-9.0, 3.5]]), what="the logits")
    for n, sizes in [(6, (3, 5, 4)), (1, (2, 3, 3)), (4, (3, 3, 3))]:
        params, x = some_params(rng, *sizes), rng.normal(size=(n, sizes[0]))
        logits, _ = submission.mlp_forward(params, x)
        assert_close(logits, forward(params, x), what="the logits")


@pytest.mark.points(15)
def test_gradients_of_the_output_layer(submission, rng):
    """W2 gets h^T dlogits and b2 the sum of dlogits over the batch."""
    check_gradients(submission, rng, ("W2", "b2"), [(5, (2, 4, 3)), (1, (2, 3, 3))])


@pytest.mark.points(20)
def test_gradients_of_the_hidden_layer(submission, rng):
    """Through W2^T and the mask of relu, W1 gets x^T da and b1 the sum of da over the batch."""
    check_gradients(submission, rng, ("W1", "b1"), [(5, (3, 4, 2)), (3, (3, 3, 3)), (1, (2, 3, 2))])


@pytest.mark.points(5)
def test_units_at_exactly_zero_pass_no_gradient(submission, rng):
    """Where a pre-activation is exactly 0, relu's derivative is 0."""
    params, x, dlogits = some_params(rng, 2, 3, 2), rng.normal(size=(4, 2)), rng.normal(size=(4, 2))
    params["W1"][:, 1] = params["b1"][1] = 0.0  # one unit at 0 for all samples
    grads = backward(submission, params, x, dlogits)
    assert np.ptp(np.asarray(grads["W1"])) > 0, "The gradient of W1 is the same everywhere."
    assert_close(np.asarray(grads["W1"])[:, 1], np.zeros(2), what="the gradient of the unit's column of W1")
    assert_close(np.asarray(grads["b1"])[1], 0.0, what="the gradient of the unit's entry of b1")


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes: each gets the gradients of its own."""
    params, x, dlogits = some_params(rng, 2, 3, 2), rng.normal(size=(3, 2)), rng.normal(size=(3, 2))
    alone = {name: np.asarray(grad) for name, grad in backward(submission, params, x, dlogits).items()}
    _, cache = submission.mlp_forward(params, x)
    submission.mlp_forward(some_params(rng, 2, 3, 2), rng.normal(size=(3, 2)))
    what = "the gradients, with another forward pass made in between,"
    assert_close(submission.mlp_backward(dlogits, cache), alone, what=what)


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
    for n_steps in (0, 2, 3):
        expected, losses = own_steps(submission, params, x, targets, 0.4, n_steps)
        reply, history = submission.train_mlp(params, x, targets, 0.4, n_steps)
        what = "by the answer's own forward and backward pass,"
        assert_close(history, losses, rtol=1e-8, what=f"the losses of {n_steps} steps, {what}")
        assert_close(reply, expected, rtol=1e-8, what=f"the parameters after {n_steps} steps, {what}")
    # One sample that is right from the start, with a loss of about 1e-5: every step is still made.
    params, x, targets = some_params(rng, 2, 3, 2), rng.normal(size=(1, 2)), np.array([1])
    params["b2"] += [0.0, 12 - float(np.diff(forward(params, x))[0, 0])]
    _, losses = own_steps(submission, params, x, targets, 0.4, 2)
    _, history = submission.train_mlp(params, x, targets, 0.4, 2)
    assert_close(history, losses, rtol=1e-6, what="two tiny losses")


@pytest.mark.points(10)
def test_it_learns_xor(submission):
    """After 80 steps the four points of XOR are classified rightly, with a loss under 0.1."""
    x, targets = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]]), np.array([0, 1, 1, 0])
    angles, draws = 2 * np.pi * (np.arange(8) + 0.4) / 8, np.random.default_rng(7)  # the same for every seed
    params = {"W1": np.array([np.cos(angles), np.sin(angles)]), "b1": np.full(8, 0.1)}
    params |= {"W2": 0.3 * draws.normal(size=(8, 2)), "b2": np.zeros(2)}
    learned, losses = submission.train_mlp(params, x, targets, 1.0, 80)
    assert_close(losses[0], cross_entropy(forward(params, x), targets), what="the first loss")
    assert_equal(len(losses), 80, what="the number of losses")
    logits = forward(learned, x)
    assert_equal(logits.argmax(axis=1), targets, what="the predictions")
    assert cross_entropy(logits, targets) < 0.1, f"the loss is {cross_entropy(logits, targets):.3f} after 80 steps"
