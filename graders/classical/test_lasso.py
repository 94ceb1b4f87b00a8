"""Grades `lasso`: targets made for a minimum that is known beforehand, orthogonal columns, and stationarity."""

import numpy as np
import pytest
from _penalized import centered, signs, targets_for

from kata.testing import assert_close, assert_equal, uniform

# Four orthogonal rows of two columns, of the sizes 4 and 1; without a penalty the weights are 2 and -1.5.
SQUARE = np.array([[-2.0, 1.0], [2.0, 1.0], [-2.0, -1.0], [2.0, -1.0]])
HEIGHTS = SQUARE @ [2.0, -1.5]
# Two correlated columns (sizes 2 and 1.5, covariance 1.5) whose covariances with y are 4.5 and 3.5.
CORRELATED = np.array([[2.0, 2.0], [0.0, 0.0], [0.0, -1.0], [-2.0, -1.0]])
LEVELS = np.array([5.0, 0.0, 0.0, -4.0])
LEVELS = LEVELS - LEVELS.mean()
# Three columns of size 2 with covariances of 1: with lam = 1/4 the minimum of TWOS is [3, 1, -1]. Steps that change all
# weights at once go to and fro for ever.
TWO = 2 * np.array([[1.0, 1.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, -1.0]])
TWOS = 2 * np.array([3.0625, -3.1875, -1.1875, 1.3125])
# Two columns with a correlation of 0.8: with lam = 3/4 the minimum of SLOW is [2, 1/2]; a sweep leaves 0.64 of the way.
NEAR = np.array([[1.0, 7.0], [1.0, 1.0], [-1.0, -1.0], [-1.0, -7.0]])
SLOW = np.array([5.5, 4.0, -4.0, -5.5])


def weights(submission, X, y, lam):
    return np.asarray(submission.lasso(X, y, lam)[0], dtype=float)


@pytest.mark.points(14)
def test_soft_thresholding(submission, rng):
    """Soft-thresholding moves each number towards 0 by t, and to 0 if it is nearer than that."""
    z = np.array([2.5, -2.5, 0.5, -0.5, 4.0])
    assert_close(submission.soft_threshold(z, 1.5), np.array([1.0, -1.0, 0.0, 0.0, 2.5]), what="the numbers")
    z, t = rng.normal(size=(3, 4)), uniform(rng, 0.3, 0.6)
    expected = np.array([[max(v - t, 0.0) + min(v + t, 0.0) for v in row] for row in z.tolist()])
    assert_close(submission.soft_threshold(z, t), expected, what="the numbers")


@pytest.mark.points(14)
def test_lambda_max(submission, rng):
    """lambda_max is the largest absolute covariance of a column with y, divided by N."""
    assert_close(submission.lambda_max(SQUARE + np.array([1.0, 3.0]), HEIGHTS + 5), 8.0, what="lambda_max")
    y = np.array([1.0, 5.0, 4.0, 2.0])
    assert_close(submission.lambda_max(np.array([[4.0, 1.0], [1.0, 1.0], [1.0, 2.0], [2.0, 1.0]]), y), 1.75)
    X, y = rng.normal(size=(7, 3)) + 2, rng.normal(size=7) + 1
    expected = max(abs(np.cov(X[:, d], y, ddof=0)[0, 1]) for d in range(3))
    assert_close(submission.lambda_max(X, y), expected, what="lambda_max")


@pytest.mark.points(20)
def test_orthogonal_columns(submission, rng):
    """For orthogonal columns of mean 0, each weight is its soft-thresholded scalar product over the column's size."""
    # A small penalty first: with it hardly anything that goes wrong leaves all weights 0.
    found = weights(submission, SQUARE, HEIGHTS, 1 / 64)
    assert_close(found, np.array([2 - 1 / 256, -1.5 + 1 / 64]), atol=1e-6, what="the weights")
    assert_close(weights(submission, SQUARE, HEIGHTS, 1.0), np.array([1.75, -0.5]), atol=1e-6, what="the weights")
    # With these eighths the weights come to rest.
    scale = np.array([rng.choice([10, 12, 13]), rng.choice([12, 13, 14, 16, 17])]) / 8
    X, w, lam = SQUARE / [2.0, 1.0] * scale, np.array([2.0, -3.0]), 0.375
    expected = np.sign(w) * (np.abs(w) - lam / scale**2)
    assert_close(weights(submission, X, X @ w, lam), expected, atol=1e-6, what="the weights")


def check_no_step_over_0(weight):
    """How near to 0 a step over the kink ends depends on its size, so that no value tells."""
    small = 0 < abs(float(weight)) < 0.2
    assert not small, "A weight that is exactly 0 at the minimum is small but not 0."


def check_minimum(submission, rng, n, w, shared, atol=1e-6):
    """Targets of which w is the minimum, for drawn columns that have a part in common."""
    X, lam = centered(rng, n, len(w), shared), uniform(rng, 0.4, 0.9)
    y = targets_for(rng, X, w, lam * signs(rng, w))
    assert_close(weights(submission, X, y, lam), w, atol=atol, what="the weights")


@pytest.mark.points(15)
def test_correlated_columns(submission, rng):
    """The weights make J smallest where the columns are correlated, for data of mean 0."""
    # To how many digits, and whether zeros are exact, is judged below.
    assert_close(weights(submission, TWO, TWOS, 1 / 4), np.array([3.0, 1.0, -1.0]), atol=0.01, what="the weights")
    found = weights(submission, CORRELATED, LEVELS, 1.0)
    assert_close(found, np.array([1.75, 0.0]), atol=0.1, what="the weights")
    check_minimum(submission, rng, 80, np.array([2.0, -1.0, 1.5]), 0.5, atol=0.01)


@pytest.mark.points(5)
def test_the_search_goes_on_until_nothing_moves(submission, rng):
    """Strongly correlated columns take dozens of sweeps: the search ends when no weight moves, and not before."""
    found = weights(submission, NEAR, SLOW, 0.75)
    # How far from the minimum a search ends depends on when, so that no value tells.
    near = 1e-6 < np.abs(found - [2.0, 0.5]).max() < 0.1
    assert not near, "The weights are near the minimum and not within 1e-6 of it: the search ended too early."
    assert_close(found, np.array([2.0, 0.5]), atol=1e-6, what="the weights")
    check_minimum(submission, rng, 20, np.array([-1.0, 0.5, 2.0]), 1.0)


@pytest.mark.points(10)
def test_zeros_are_exact(submission, rng):
    """A weight that is 0 at the minimum is exactly 0; one that is tiny isn't."""
    found = weights(submission, SQUARE, SQUARE @ [2.0, 0.75], 1.0)
    assert np.any(found[:1]), "The weight of the column that matters is 0."
    check_no_step_over_0(found[1])
    assert_equal(found[1] + 0.0, 0.0, what="the weight of the second of two orthogonal columns")
    found = weights(submission, SQUARE, SQUARE @ [uniform(rng, 2, 4), uniform(rng, -0.8, -0.2)], 1.0)
    assert np.any(found[:1]), "The weight of the column that matters is 0."
    assert_equal(found[1] + 0.0, 0.0, what="the weight of the second of two orthogonal columns")
    # What the first of two correlated columns leaves is half of lam, however lam is meant.
    found = weights(submission, TWO[:, :2], 3 * TWO[:, 0], 1.0)
    check_no_step_over_0(found[1])
    assert_equal(found[1] + 0.0, 0.0, what="the weight of the second of two correlated columns")
    tiny = weights(submission, 0.5 * SQUARE, SQUARE @ [2.0, 0.75], 0.3745)
    assert np.any(tiny[1:]), "A small weight, which is not 0 at the minimum, was set to 0."


@pytest.mark.points(12)
def test_the_intercept_is_not_penalized(submission, rng):
    """Moving X or y by constants leaves the weights as they are and moves the intercept alone."""
    for X, y in ((SQUARE, HEIGHTS), (centered(rng, 12, 2), rng.normal(size=12))):
        y = y - y.mean() + 3 * X[:, 0]
        own = weights(submission, X, y, 0.25)
        assert np.abs(own).max() > 0.01, "All weights are 0."
        shift, lift = np.array([0.75, -0.5]), uniform(rng, 2, 5)
        w, b = submission.lasso(X + shift, y + lift, 0.25)
        assert_close(w, own, atol=3e-6, what="the weights for moved rows, beside those without")
        assert_close(b, lift - own @ shift, atol=3e-6, what="the intercept for moved rows")


@pytest.mark.points(4)
def test_nothing_is_left_from_lambda_max_on(submission, rng):
    """From lambda_max on all weights are exactly 0; a little below it one isn't."""
    own = weights(submission, SQUARE, HEIGHTS, 0.008)
    assert np.count_nonzero(own), "All weights are 0 with a small penalty."
    for X, y in ((SQUARE, HEIGHTS), (centered(rng, 9, 3), rng.normal(size=9))):
        y = y - y.mean()
        top = np.abs(X.T @ y).max() / len(y)
        assert_equal(weights(submission, X, y, 1e4 * top) + 0.0, np.zeros(X.shape[1]), what="the weights")
        found = float(submission.lambda_max(X, y))
        assert_equal(weights(submission, X, y, 1.001 * found) + 0.0, np.zeros(X.shape[1]), what="the weights")
        assert np.count_nonzero(weights(submission, X, y, 0.9 * found)), "All weights are 0 a little below lambda_max."


@pytest.mark.points(3)
def test_more_features_than_rows(submission, rng):
    """With more features than rows, what comes back is stationary and has zeros."""
    X, y = centered(rng, 4, 6), rng.normal(size=4)
    X, y = X / X.std(axis=0), y - y.mean()
    lam = 0.5 * np.abs(X.T @ y).max() / 4
    w = weights(submission, X, y, lam)
    assert np.count_nonzero(w), "All weights are 0."
    slopes = X.T @ (y - X @ w) / 4
    level = np.abs(slopes).max()  # lam, or what the answer has for it: that is judged elsewhere
    on = np.nonzero(w)[0]
    assert_close(slopes[on], level * np.sign(w[on]), atol=0.03 * level, what="x_d.r / N where the weight isn't 0")
    assert len(on) <= 4, "More weights than rows aren't 0."


@pytest.mark.points(3)
def test_a_constant_column(submission):
    """A constant column has the weight 0 and disturbs nothing."""
    X = np.column_stack([SQUARE, np.full(4, 3.0)])
    found = weights(submission, X, HEIGHTS, 0.5)
    assert np.count_nonzero(found[:2]), "All weights are 0."
    assert_close(found[2], 0.0, atol=1e-12, what="the weight of the constant column")
    own = weights(submission, SQUARE, HEIGHTS, 0.5)
    assert_close(found[:2], own, atol=3e-6, what="the weights of the other columns, beside those without it")
