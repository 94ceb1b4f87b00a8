"""Grades `gradient_boosting`: slopes by differences, leaves as sets of rows, medians as the lowest points of a loss."""

from itertools import pairwise

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform


def best_constant(values, loss):
    """The lowest point of the loss: the mean, or the middle of all that are equally good."""
    if loss == "squared_error":
        return float(np.sum(values) / len(values))
    costs = np.abs(np.subtract.outer(values, values)).sum(axis=0)
    good = values[costs <= costs.min() + 1e-9]
    return float((good.min() + good.max()) / 2)


def slopes(y, f, loss):
    step = 1e-4
    above, below = ((y - f - s) ** 2 / 2 if loss == "squared_error" else np.abs(y - f - s) for s in (step, -step))
    return ((below - above) / (2 * step)).round(9)


def spread(values):
    return float(((values[:, None] - values) ** 2).mean() / 2)


def cells_of(X, target, depth, rows, points):
    """(the training rows, which of the points) of every leaf."""
    cuts = [(j, (a + b) / 2) for j in range(X.shape[1]) for a, b in pairwise(np.unique(X[rows, j]))]
    costs = []
    for j, t in cuts if depth else ():
        left = X[rows, j] <= t
        costs.append(sum(side.mean() * spread(target[rows[side]]) for side in (left, ~left)))
    if spread(target[rows]) - min(costs, default=np.inf) <= 1e-12:
        return [(rows, np.ones(len(points), dtype=bool))]
    j, t = next(cut for cut, c in zip(cuts, costs, strict=True) if c <= min(costs) + 1e-12)
    found = []
    for side in (True, False):
        here = (points[:, j] <= t) == side
        for cell, inside in cells_of(X, target, depth - 1, rows[(X[rows, j] <= t) == side], points[here]):
            mask = np.zeros(len(points), dtype=bool)
            mask[np.flatnonzero(here)[inside]] = True
            found.append((cell, mask))
    return found


def boosted(X, y, rounds, learning_rate, depth, loss, Q):
    """What the sum of all rounds says of the rows of Q, and the training losses."""
    points = np.concatenate([X, Q])
    f = np.full(len(points), best_constant(y, loss))
    losses = []
    for _ in range(rounds):
        losses.append(f[: len(y)])
        residuals = y - f[: len(y)]
        target = slopes(y, f[: len(y)], loss)
        for cell, inside in cells_of(X, target, depth, np.arange(len(y)), points):
            f = f + learning_rate * best_constant(residuals[cell], loss) * inside
    losses.append(f[: len(y)])
    per_row = (lambda r: r**2 / 2) if loss == "squared_error" else np.abs
    return f[len(y) :], [float(per_row(y - g).mean()) for g in losses]


def total(f0, trees, learning_rate, Q):
    """The sum of the answer's own trees: what `predict` says is judged elsewhere."""

    def follow(tree, x):
        while "value" not in tree:
            tree = tree["left"] if x[tree["feature"]] <= tree["threshold"] else tree["right"]
        return float(tree["value"])

    return np.array([float(f0) + learning_rate * sum(follow(tree, x) for tree in trees) for x in Q])


def check(submission, X, y, rounds, learning_rate, depth, loss, Q):
    f0, trees, _ = submission.boost(X, y, rounds, learning_rate, depth, loss)
    assert_equal(len(trees), rounds, what="the number of trees")
    expected, _ = boosted(X, y, rounds, learning_rate, depth, loss, Q)
    found = total(f0, trees, learning_rate, Q)
    assert_close(found, expected, rtol=1e-7, atol=1e-7, what="what the sum of the trees predicts")


X0 = np.array([[4, 8], [6, 7.5], [7, 3], [11, 9], [12, 2.5], [14, 6], [15, 8.5], [18, 7]], dtype=float)
Y0 = np.array([1.0, 0.5, 4.0, 17.0, 3.5, 2.0, 8.0, 6.5])
Q0 = np.array([[5.0, 2.0], [9.0, 8.0], [13.0, 5.0], [20.0, 9.5], [11.0, 7.5]])


@pytest.mark.points(10)
def test_the_negative_gradient(submission, rng):
    """The negative gradient is the residual, or its sign."""
    y, f = np.concatenate([[1.0, 5.0, 2.0], rng.normal(size=4)]), np.concatenate([[1.0, 2.0, 7.5], rng.normal(size=4)])
    for loss in ("squared_error", "absolute_error"):
        assert_close(submission.negative_gradient(y, f, loss), slopes(y, f, loss), rtol=1e-6, what=f"-dL/df of {loss}")


@pytest.mark.points(10)
def test_the_constant_to_begin_with(submission):
    """f_0 is the mean of the targets, or their median."""
    f0 = submission.boost(X0, Y0, 1, 0.5, 1, "squared_error")[0]
    assert_close(float(f0), best_constant(Y0, "squared_error"), what="f_0 for squared_error")
    for n in (7, 8):
        f0 = submission.boost(X0[:n], Y0[:n], 1, 0.5, 1, "absolute_error")[0]
        assert_close(float(f0), best_constant(Y0[:n], "absolute_error"), what=f"f_0 of {n} targets for absolute_error")


@pytest.mark.points(20)
def test_the_first_tree_fits_the_residuals(submission, rng):
    """After one round at learning rate 1 each row has the mean of its leaf."""
    check(submission, X0, Y0, 1, 1.0, 1, "squared_error", Q0)
    y = rng.normal(size=8) + 5
    check(submission, X0, y, 1, 1.0, 2, "squared_error", rng.uniform(2, 20, size=(6, 2)))


@pytest.mark.points(25)
def test_each_tree_fits_what_is_left(submission, rng):
    """Each further tree fits the residuals of the sum so far, which grows by the learning rate times a tree."""
    check(submission, X0, Y0, 3, 0.5, 1, "squared_error", Q0)
    y, lr = rng.normal(size=8) + 5, uniform(rng, 0.2, 0.8)
    check(submission, X0, y, 3, lr, 2, "squared_error", rng.uniform(2, 20, size=(4, 2)))


@pytest.mark.points(15)
def test_the_absolute_error(submission, rng):
    """For the absolute error a tree is grown on signs, and its leaves take medians of residuals."""
    check(submission, X0, Y0, 1, 0.5, 1, "absolute_error", Q0)
    check(submission, X0, Y0, 2, 0.75, 2, "absolute_error", Q0)
    check(submission, X0, rng.normal(size=8).round(2), 1, 0.7, 2, "absolute_error", Q0)


@pytest.mark.points(10)
def test_the_sum_of_trees(submission, rng):
    """The prediction is f_0 and the learning rate times what every tree says."""
    stump = {"feature": 1, "threshold": 7.5, "left": {"value": 2.0}, "right": {"value": -4.0}}
    deep = {"feature": 0, "threshold": 9.0, "left": {"value": 1.5}, "right": stump}
    for trees, f0, lr in (
        ([stump, deep], 3.0, 0.25),
        ([deep, stump, deep], uniform(rng, -2, 2), uniform(rng, 0.2, 0.9)),
    ):
        assert_close(submission.predict(f0, trees, lr, Q0), total(f0, trees, lr, Q0), what="the prediction")


@pytest.mark.points(10)
def test_the_losses(submission):
    """The mean training loss comes back for f_0 and after every round; another loss is a ValueError."""
    for loss in ("squared_error", "absolute_error"):
        _, _, found = submission.boost(X0, Y0, 2, 0.5, 1, loss)
        _, expected = boosted(X0, Y0, 2, 0.5, 1, loss, Q0)
        assert_close([float(value) for value in found], expected, rtol=1e-7, what=f"the losses for {loss}")
    with pytest.raises(ValueError):
        submission.boost(X0, Y0, 1, 0.5, 1, "hinge")
    with pytest.raises(ValueError):
        submission.negative_gradient(Y0, Y0, "hinge")
