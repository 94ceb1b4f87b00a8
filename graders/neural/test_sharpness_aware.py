"""Grades `sharpness_aware`: NumPy's gradient of the squared errors at w and at w + e."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, uniform

W = [[2.0, -1.0, 0.5], [1.0, 3.0, -2.0]]
X = np.array([[1.0, 2.0, -1.0], [0.5, -1.0, 2.0], [3.0, 0.0, 1.0], [-1.0, 1.0, 0.5]])
Y = np.array([[1.0, 0.0], [-2.0, 3.0], [0.5, 1.0], [2.0, -1.0]])


def gradient(w, b, x, y):
    """The loss, half the mean of the squared errors, and its gradients."""
    error = x @ w.T + b - y
    return (error**2).mean() / 2, error.T @ x / error.size, error.sum(axis=0) / error.size


def ascent(w, b, x, y, rho, trained=True):
    """w + e and b + e; a bias that isn't trained stays and counts nothing."""
    _, gw, gb = gradient(w, b, x, y)
    norm = np.sqrt((gw**2).sum() + trained * (gb**2).sum())
    return w + rho * gw / norm, b + trained * rho * gb / norm


def path(w, b, x, y, lr, rho, n_steps, trained):
    """Weights after the steps, and the losses at w and w + e of each."""
    losses = []
    for _ in range(n_steps):
        wp, bp = ascent(w, b, x, y, rho, trained)
        loss, gw, gb = gradient(wp, bp, x, y)
        losses.append((gradient(w, b, x, y)[0], loss))
        w, b = w - lr * gw, b - lr * trained * gb
    return w, b, losses


def problem(rng, n_out, n_in, n):
    """Weights as a list, a bias as a list, x and y."""
    w, b = rng.normal(size=(n_out, n_in)).round(3), rng.normal(size=n_out).round(3)
    return w.tolist(), b.tolist(), rng.normal(size=(n, n_in)), rng.normal(size=(n, n_out)) + 1


def start(submission, w, lr, rho, bias=None, frozen=False, momentum=0.0):
    """A model, and SAM around an optimizer for it."""
    model = submission.object(submission.linear, w, bias, frozen)
    return model, submission.SAM(submission.object(submission.sgd, model, lr, momentum), rho)


def weights(model):
    return {name: x.numpy() for name, x in dict(model.state_dict()).items()}


def check_ascent(submission, w, x, y, rho):
    model, sam = start(submission, w, 0.5, rho)
    submission.slope(model, torch.from_numpy(x), torch.from_numpy(y))
    sam.ascend()
    expected, _ = ascent(np.array(w), 0.0, x, y, rho, False)
    assert_close(weights(model)["weight"], expected, rtol=1e-5, what="the weight after ascend")


def check_descent(submission, w, x, y, lrs, rho, momentum=0.0, bias=None):
    """Steps from w with the gradient at the answer's own w + e, which has tests to itself."""
    model, sam = start(submission, w, lrs[0], rho, bias, True, momentum)
    b = 0.0 if bias is None else np.array(bias)
    w, v = np.array(w), 0.0
    for lr in lrs:
        submission.slope(model, torch.from_numpy(x), torch.from_numpy(y))
        sam.ascend()
        worst = weights(model)["weight"]
        assert_close(worst.shape, w.shape, what="the shape of the weight after ascend")
        assert np.abs(worst - w).max() > 1e-3, "ascend leaves the weight where it is."
        submission.slope(model, torch.from_numpy(x), torch.from_numpy(y))
        sam.descend()
        v = momentum * v + gradient(worst, b, x, y)[1]
        w = w - lr * v
    expected = {"weight": w} if bias is None else {"weight": w, "bias": b}
    assert_close(weights(model), expected, rtol=1e-5, what=f"the parameters after {len(lrs)} steps")


def check_path(submission, w, x, y, lr, rho, n_steps, bias=None):
    model, sam = start(submission, w, lr, rho, bias)
    found = submission.train(model, sam, torch.from_numpy(x), torch.from_numpy(y), n_steps)
    b = 0.0 if bias is None else np.array(bias)
    new_w, new_b, losses = path(np.array(w), b, x, y, lr, rho, n_steps, bias is not None)
    expected = {"weight": new_w} if bias is None else {"weight": new_w, "bias": new_b}
    assert_close(weights(model), expected, rtol=1e-5, what=f"the parameters after {n_steps} steps")
    # The losses that train saw along the way are a second witness.
    assert_close(found, losses, rtol=1e-5, what="the losses at w and at w + e")


@pytest.mark.points(26)
def test_the_ascent_has_the_length_rho(submission, rng):
    """ascend moves the parameters up the gradient, by a vector of the length rho."""
    check_ascent(submission, W, X, Y, 0.5)
    check_ascent(submission, W, X, 10 * Y, 0.5)
    w, _, x, y = problem(rng, 3, 4, 5)
    check_ascent(submission, w, x, y, uniform(rng, 0.2, 0.9))


@pytest.mark.points(12)
def test_one_norm_for_all_parameters(submission, rng):
    """The norm is taken over the gradients of all parameters together, in whatever group they are."""
    for w, b, x, y in ((W, [4.0, -3.0], X, Y), problem(rng, 2, 3, 5)):
        model, sam = start(submission, w, 0.5, 0.75, b)
        submission.slope(model, torch.from_numpy(x), torch.from_numpy(y))
        sam.ascend()
        new_w, new_b = ascent(np.array(w), np.array(b), x, y, 0.75)
        expected = {"weight": new_w, "bias": new_b}
        assert_close(weights(model), expected, rtol=1e-5, what="the parameters after ascend")


@pytest.mark.points(26)
def test_the_descent_takes_the_gradient_at_the_worst_point(submission, rng):
    """A step leads from w along the gradient at w + e."""
    for w, x, y in ((W, X, Y), (problem(rng, 3, 4, 5)[:1] + problem(rng, 3, 4, 5)[2:])):
        check_descent(submission, w, x, y, [0.25], 0.75)


@pytest.mark.points(8)
def test_many_steps(submission, rng):
    """Over several steps, weights and both losses of each step are right."""
    check_path(submission, W, X, Y, 0.25, 0.5, 3)
    w, b, x, y = problem(rng, 2, 3, 5)
    check_path(submission, w, x, y, 0.25, 0.5, 3, bias=b)


@pytest.mark.points(8)
def test_the_weights_come_back_exactly(submission):
    """The base optimizer starts from w exactly: with a learning rate of 0 nothing has changed."""
    w = [[0.1, 0.7, -0.3]]
    model, sam = start(submission, w, 0.0, 1e9)
    submission.train(model, sam, torch.from_numpy(X), torch.from_numpy(Y[:, :1]), 1)
    assert_equal(weights(model)["weight"], np.array(w), what="the weight after a step with a learning rate of 0")
    model, sam = start(submission, [[2.0]], 0.5, 0.75)
    submission.train(model, sam, torch.from_numpy(X[:, :1]), torch.from_numpy(Y[:, :1]), 1)
    assert abs(weights(model)["weight"][0, 0] - 2) > 0.1, "With a learning rate of 0.5 the weight hardly moves."


@pytest.mark.points(6)
def test_the_base_optimizer_keeps_its_momentum(submission):
    """The base optimizer steps once, with the gradient at w + e, which alone goes into its momentum."""
    check_descent(submission, [[2.0]], X[:, :1], Y[:, :1], [0.25] * 3, 0.75, momentum=0.5)


@pytest.mark.points(4)
def test_frozen_parameters_take_no_part(submission):
    """A parameter whose grad is None stays as it is, in both halves."""
    check_descent(submission, [[2.0]], X[:, :1], Y[:, :1], [0.25] * 2, 0.75, bias=[1.5])


@pytest.mark.points(3)
def test_a_gradient_of_zeros_moves_nothing(submission):
    """Where the gradient is 0, e is 0, and the weights stay; next to it they move."""
    for y, rho in ((X @ np.array(W).T, 0.5), (X @ np.array(W).T + [2.0, 0.0], 0.0)):
        model, sam = start(submission, W, 0.5, rho)
        submission.train(model, sam, torch.from_numpy(X), torch.from_numpy(y), 1)
        expected = np.array(W) - 0.5 * gradient(np.array(W), 0.0, X, y)[1]
        assert_close(weights(model)["weight"], expected, atol=1e-9, what="the weight after a step")


@pytest.mark.points(4)
def test_calls_out_of_order(submission):
    """ascend twice in a row, and descend without ascend, are a RuntimeError."""
    model, sam = start(submission, W, 0.5, 0.5)
    submission.slope(model, torch.from_numpy(X), torch.from_numpy(Y))
    with pytest.raises(RuntimeError):
        sam.descend()
    sam.ascend()
    with pytest.raises(RuntimeError):
        sam.ascend()
    sam.descend()
    with pytest.raises(RuntimeError):
        sam.descend()


@pytest.mark.points(3)
def test_rho_is_not_negative(submission):
    """A negative rho is a ValueError, rho = 0 gives the base optimizer's own step, and without rho it is 0.05."""
    with pytest.raises(ValueError):
        start(submission, W, 0.5, -0.1)
    model, sam = start(submission, [[2.0]], 0.5, 0.0)
    submission.train(model, sam, torch.from_numpy(X[:, :1]), torch.from_numpy(Y[:, :1]), 1)
    expected = 2.0 - 0.5 * gradient(np.array([[2.0]]), 0.0, X[:, :1], Y[:, :1])[1]
    assert_close(weights(model)["weight"], expected, rtol=1e-5, what="the weight after a step with rho = 0")
    model = submission.object(submission.linear, [[2.0]])
    sam = submission.SAM(submission.object(submission.sgd, model, 0.5))
    submission.slope(model, torch.from_numpy(X[:, :1]), torch.from_numpy(Y[:, :1]))
    sam.ascend()
    moved = abs(weights(model)["weight"][0, 0] - 2.0)
    assert_close(moved, 0.05, rtol=1e-5, what="how far ascend moves the only weight, without a rho")
