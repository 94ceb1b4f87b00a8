"""Grades `elastic_net`: targets made for a known minimum, orthogonal columns, ridge in closed form."""

import numpy as np
import pytest
from _penalized import centered, signs, targets_for

from kata.testing import assert_close, uniform

# Four orthogonal rows of two columns, of the sizes 4 and 1.
SQUARE = np.array([[-2.0, 1.0], [2.0, 1.0], [-2.0, -1.0], [2.0, -1.0]])


def weights(submission, X, y, lam, l1_ratio):
    return np.asarray(submission.elastic_net(X, y, lam, l1_ratio)[0], dtype=float)


@pytest.mark.points(12)
def test_the_penalty(submission, rng):
    """The penalty is lam times the share of the absolute values and half the share of the squares."""
    assert_close(submission.penalty(np.array([3.0, -4.0, 0.0]), 2.0, 0.25), 22.25, what="the penalty")
    w, lam, ratio = rng.normal(size=4), uniform(rng, 0.5, 2), uniform(rng, 0.2, 0.8)
    expected = sum(lam * ratio * abs(v) + lam * (1 - ratio) * v * v / 2 for v in w.tolist())
    assert_close(submission.penalty(w, lam, ratio), expected, what="the penalty")


@pytest.mark.points(12)
def test_lambda_max(submission, rng):
    """lambda_max is the largest absolute covariance of a column with y, divided by l1_ratio."""
    X, y = SQUARE + np.array([1.0, 3.0]), SQUARE @ [-2.0, 1.5] + 5
    assert_close(submission.lambda_max(X, y, 0.25), 32.0, what="lambda_max")
    X, y, ratio = rng.normal(size=(7, 3)) + 2, rng.normal(size=7) + 1, uniform(rng, 0.2, 0.8)
    expected = max(abs(np.cov(X[:, d], y, ddof=0)[0, 1]) for d in range(3)) / ratio
    assert_close(submission.lambda_max(X, y, ratio), expected, what="lambda_max")


@pytest.mark.points(20)
def test_orthogonal_columns(submission, rng):
    """For orthogonal columns of mean 0, each weight is solved on its own."""
    found = weights(submission, SQUARE, SQUARE @ [2.0, -1.5], 2.0, 0.25)
    assert_close(found, np.array([7.5 / 5.5, -1.0 / 2.5]), atol=1e-6, what="the weights")
    lam, ratio = uniform(rng, 0.6, 1.2), uniform(rng, 0.2, 0.4)
    expected = [(8 - lam * ratio) / (4 + lam * (1 - ratio)), (lam * ratio - 3) / (1 + lam * (1 - ratio))]
    found = weights(submission, SQUARE, SQUARE @ [2.0, -3.0], lam, ratio)
    assert_close(found, np.array(expected), atol=1e-6, what="the weights")


@pytest.mark.points(10)
def test_zeros_are_exact(submission, rng):
    """A weight that is 0 at the minimum is exactly 0; one that is tiny isn't."""
    for small in (0.45, uniform(rng, -0.45, -0.1)):
        found = weights(submission, SQUARE, SQUARE @ [3.0, small], 1.0, 0.5)
        assert np.any(found[:1]), "The weight of the column that matters is 0."
        assert not np.any(found[1:]), f"A weight is {found[1]:.3g} that is 0 at the minimum."
    tiny = weights(submission, 0.5 * SQUARE, SQUARE @ [3.0, 1.0000002], 1.0, 0.5)  # 1.3e-7 at the minimum
    assert np.any(tiny[1:]), "A small weight, which is not 0 at the minimum, was set to 0."


@pytest.mark.points(4)
def test_the_residuals_are_up_to_date(submission):
    """Three columns that say nearly the same share one weight: each update sees those before it."""
    column = np.array([1.0, -1.0, 1.0, -1.0, 0.0, 0.0])
    X = column[:, None] + 0.7 * np.vstack([np.zeros((3, 3)), np.eye(3)])
    y = 100 * column
    left = y - (X - X.mean(axis=0)) @ weights(submission, X, y, 0.01, 0.5)
    ratio = float(np.linalg.norm(left) / np.linalg.norm(y))
    assert ratio < 0.5, f"The residuals are {ratio:.3g} times as large as y: the sweeps lead away from the minimum."


@pytest.mark.points(4)
def test_the_sweeps_go_on_until_nothing_moves(submission):
    """Two columns that are alike get weights that are alike, however slowly the sweeps get there."""
    same, apart = np.array([1.0, 1.0, -1.0, -1.0]), np.array([1.0, -1.0, 1.0, -1.0])
    X = np.stack([same + 0.25 * apart, same - 0.25 * apart], axis=1)
    found = weights(submission, X, 4 * same, 0.02, 0.9)
    assert np.abs(found).max() > 0.01, "All weights are 0."
    off = float(abs(found[0] - found[1]))
    assert off < 1e-6, f"The weights of two columns that are alike differ by {off:.3g}: the sweeps end too early."
    # Swept from left to right, the last weight is 0 after the first sweep; in the end it isn't.
    X = np.array([[-2.0, 0.0, -2.0], [-2.0, 0.0, -1.0], [0.0, 1.0, 1.0], [1.0, 1.0, -1.0], [3.0, -2.0, 3.0]])
    found = weights(submission, X, np.array([0.0, -3.0, -2.0, -3.0, 8.0]), 1.0, 0.5)
    assert found[2] > 1e-3, f"A weight is {found[2]:.3g} that is 0 after the first sweep, and 0.539 in the end."


@pytest.mark.points(12)
def test_correlated_columns(submission, rng):
    """The weights make J smallest where the columns are correlated, for data of mean 0."""
    # Sizes 2 and 1.5, covariance 1.5; the covariances with y are 4.5 and 3.5.
    X, y = np.array([[2.0, 2.0], [0.0, 0.0], [0.0, -1.0], [-2.0, -1.0]]), np.array([5.0, 0.0, 0.0, -4.0]) - 0.25
    expected = np.linalg.solve(np.array([[2.5, 1.5], [1.5, 2.0]]), np.array([4.0, 3.0]))
    assert_close(weights(submission, X, y, 1.0, 0.5), expected, atol=1e-6, what="the weights")
    for w in (np.array([2.0, -1.0, 1.5]), np.array([-1.0, 0.0, 2.0, 0.0])):
        X, lam, ratio = centered(rng, 20, len(w), 1.0), uniform(rng, 0.6, 0.9), uniform(rng, 0.55, 0.8)
        y = targets_for(rng, X, w, lam * ratio * signs(rng, w) + lam * (1 - ratio) * w)
        assert_close(weights(submission, X, y, lam, ratio), w, atol=1e-6, what="the weights")


@pytest.mark.points(8)
def test_ridge_is_one_end(submission, rng):
    """At l1_ratio 0 the weights are ridge's, and columns that are equal share their weight equally."""
    X, y, lam = centered(rng, 9, 3), rng.normal(size=9), uniform(rng, 0.5, 1.5)
    for A, t in ((SQUARE, SQUARE @ [2.0, -1.5]), (X, y - y.mean())):
        expected = np.linalg.solve(A.T @ A / len(A) + lam * np.eye(A.shape[1]), A.T @ t / len(A))
        assert_close(weights(submission, A, t, lam, 0.0), expected, atol=1e-6, what="the weights")
    column = SQUARE[:, :1]
    found = weights(submission, np.hstack([column, column]), column[:, 0], 1.0, 0.0)
    assert_close(found, np.full(2, 4 / 9), atol=1e-6, what="the weights of two equal columns")


@pytest.mark.points(6)
def test_the_lasso_is_the_other_end(submission, rng):
    """At l1_ratio 1 the weights are the lasso's."""
    found = weights(submission, SQUARE, SQUARE @ [2.0, -1.5], 1.0, 1.0)
    assert_close(found, np.array([1.75, -0.5]), atol=1e-6, what="the weights")
    w, lam = np.array([1.5, 0.0, -2.0]), uniform(rng, 0.4, 0.8)
    X = centered(rng, 20, 3, 0.5)
    y = targets_for(rng, X, w, lam * signs(rng, w))
    assert_close(weights(submission, X, y, lam, 1.0), w, atol=1e-6, what="the weights")


@pytest.mark.points(9)
def test_the_intercept_is_not_penalized(submission, rng):
    """Moving X or y by constants leaves the weights as they are and moves the intercept alone."""
    for X, y in ((SQUARE, SQUARE @ [2.0, -1.5]), (centered(rng, 12, 2), rng.normal(size=12))):
        y = y - y.mean() + 3 * X[:, 0]
        own = weights(submission, X, y, 0.25, 0.5)
        assert np.abs(own).max() > 0.01, "All weights are 0."
        shift, lift = np.array([0.75, -0.5]), uniform(rng, 2, 5)
        w, b = submission.elastic_net(X + shift, y + lift, 0.25, 0.5)
        assert_close(w, own, atol=3e-6, what="the weights for moved rows, beside those without")
        assert_close(b, lift - own @ shift, atol=3e-6, what="the intercept for moved rows")


@pytest.mark.points(3)
def test_a_constant_column(submission):
    """A constant column has the weight 0 and disturbs nothing, in the lasso either."""
    X, y = np.column_stack([SQUARE, np.full(4, 3.0)]), SQUARE @ [2.0, -1.5]
    for ratio in (0.5, 1.0):
        found = weights(submission, X, y, 0.5, ratio)
        assert np.count_nonzero(found[:2]), "All weights are 0."
        assert_close(found[2], 0.0, atol=1e-12, what="the weight of the constant column")
        own = weights(submission, SQUARE, y, 0.5, ratio)
        assert_close(found[:2], own, atol=3e-6, what="the weights of the other columns, beside those without it")
    # Other units make numbers small, and not constant: the size is 2.5e-9.
    small = weights(submission, 5e-5 * SQUARE[:, 1:], 5e-5 * SQUARE[:, 1], 1e-9, 0.5)
    own = weights(submission, SQUARE[:, 1:], SQUARE[:, 1], 0.4, 0.5)
    assert np.any(own), "All weights are 0."
    assert_close(small, own, atol=1e-3, what="the weight of a column of small numbers, beside that in other units")
