"""Grades `regression_diagnostics`: covariances by enumerated noise, inverse correlations, sums in Python's numbers."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform

# N - D - 1, N - D, N - 2, N - 1 and N are all different.
FIXED_X = np.array(
    [[1.0, 0.0, 2.0], [2.0, 1.0, 0.0], [3.0, -1.0, 1.0], [6.0, 0.0, 4.0], [4.0, 3.0, -1.0], [0.0, 2.0, 1.0]]
)
FIXED_Y = np.array([1.0, 4.0, 2.0, 9.0, 5.0, 3.0])


def problem(rng):
    X = rng.normal(size=(9, 3)) + 1
    X[:, 1] += X[:, 0]
    return X, X @ rng.normal(size=3) + rng.normal(size=9) + 2


def augmented(X):
    return np.column_stack([X, np.ones(len(X))])


def expected_table(X, y):
    """The coefficients as functions of y: the response to a unit of noise in each row."""
    n = len(y)
    response = np.linalg.lstsq(augmented(X), np.eye(n), rcond=None)[0]  # (D + 1, N)
    theta = response @ y
    v = np.sum((y - augmented(X) @ theta) ** 2) / (n - len(theta))
    return theta, np.sqrt(v * np.sum(response**2, axis=1))


@pytest.mark.points(12)
def test_coefficients(submission, rng):
    """The coefficients are those of least squares, the intercept last."""
    for X, y in ((FIXED_X, FIXED_Y), problem(rng)):
        found = submission.coefficient_table(X, y)[0]
        assert_close(found, expected_table(X, y)[0], rtol=1e-7, atol=1e-8, what="theta")


@pytest.mark.points(26)
def test_standard_errors(submission, rng):
    """The standard errors are the roots of the diagonal of v (A^T A)^-1, with N - D - 1 below the squares in v."""
    for X, y in ((FIXED_X, FIXED_Y), problem(rng)):
        found = submission.coefficient_table(X, y)[1]
        assert_close(found, expected_table(X, y)[1], rtol=1e-7, what="the standard errors")


@pytest.mark.points(8)
def test_t(submission, rng):
    """t is the coefficient over its standard error, with its sign."""
    for X, y in ((FIXED_X, -FIXED_Y), problem(rng)):
        theta, se, t = submission.coefficient_table(X, y)
        own = np.asarray(theta, dtype=float) / np.asarray(se, dtype=float)
        assert np.abs(own).max() > 0.01, "All coefficients are 0."
        assert_close(t, own, rtol=1e-7, what="t, beside the coefficients over their standard errors")


@pytest.mark.points(26)
def test_variance_inflation(submission, rng):
    """The VIF of a column is 1 / (1 - R^2) of its regression on the others, with an intercept."""
    found = submission.variance_inflation(np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [4.0, 4.0]]) + 3)
    assert_close(found, np.full(2, 1 / 0.36), rtol=1e-7, what="the VIFs")
    X, _ = problem(rng)
    expected = np.diag(np.linalg.inv(np.corrcoef(X, rowvar=False)))
    assert_close(submission.variance_inflation(X), expected, rtol=1e-6, what="the VIFs")


@pytest.mark.points(6)
def test_collinear_columns(submission, rng):
    """A column that is a combination of the others has the VIF inf, and a column that has no part in it hasn't."""
    x, z = np.array([1.0, 2.0, 4.0, 3.0]), np.array([1.0, -1.0, 1.0, 2.0])
    # 1 - R^2 of 2e-11 and of 2e-9, either side of the bound, as are the sums of squares. What a wrong answer has for
    # an inf is rounding.
    nearly, less = (np.column_stack([0.2 * x, 0.4 * x + 1 + step * z]) for step in (2e-6, 2e-5))
    found = np.asarray(submission.variance_inflation(nearly))
    assert_equal(found.shape, (2,), what="the shape of the VIFs")
    assert np.isposinf(found).all(), "Of two columns with 1 - R_d^2 far below 1e-10 a VIF isn't inf."
    left = 1 - np.corrcoef(x, z)[0, 1] ** 2
    expected = np.full(2, np.var(less[:, 1]) / (2e-5**2 * np.var(z) * left))
    assert_close(submission.variance_inflation(less), expected, rtol=1e-4, what="the VIFs above the bound")
    # What the others leave is a share of the variance, whatever the units.
    small = 1e-6 * np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [4.0, 4.0]])
    found = submission.variance_inflation(small)
    assert_close(found, np.full(2, 1 / 0.36), rtol=1e-6, what="the VIFs of two columns of numbers around 1e-6")
    for column, how in ((x, "the same"), (2 * x + 1, "one length in two units")):
        found = submission.variance_inflation(np.column_stack([x, column, z]))
        expected = np.array([np.inf, np.inf, 1 / left])
        assert_close(found, expected, rtol=1e-6, what=f"the VIFs of three columns, of which two are {how}")
    a, b = rng.normal(size=8), rng.normal(size=8)
    found = submission.variance_inflation(np.column_stack([a, b, a - 2 * b + 0.5]))
    assert_close(found, np.full(3, np.inf), what="the VIFs of three dependent columns")


@pytest.mark.points(2)
def test_a_single_column(submission):
    """A single column has the VIF 1."""
    assert_close(submission.variance_inflation(np.array([[1.0], [2.0], [5.0]])), np.ones(1), what="the VIF")


@pytest.mark.points(16)
def test_durbin_watson(submission, rng):
    """Durbin-Watson is the sum of the squared differences of neighbors, over the sum of squares."""
    assert_close(submission.durbin_watson(np.array([1.0, 3.0, -2.0, 2.0])), 45 / 18, what="the statistic")
    r = rng.normal(size=8) + uniform(rng, 0.2, 0.8)
    steps = [(b - a) ** 2 for a, b in zip(r.tolist(), r.tolist()[1:], strict=False)]
    assert_close(submission.durbin_watson(r), sum(steps) / sum(v * v for v in r.tolist()), what="the statistic")


@pytest.mark.points(4)
def test_too_few_rows(submission):
    """With as many rows as coefficients, or fewer, there are no standard errors: that is an error."""
    assert np.abs(np.asarray(submission.coefficient_table(FIXED_X[:5], FIXED_Y[:5])[0])).max() > 0.01
    for n in (4, 3):
        with pytest.raises(ValueError):
            submission.coefficient_table(FIXED_X[:n], FIXED_Y[:n])
