"""Grades `kernel_ridge`: ridge on features that have the Gram matrix, with a row for each entry of the penalty."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform


def primal(F, y, lam):
    """Weights and intercept of ridge on the features F."""
    n, d = F.shape
    rows = np.vstack([np.column_stack([F, np.ones(n)]), np.sqrt(lam) * np.eye(d, d + 1)])
    theta = np.linalg.lstsq(rows, np.concatenate([y, np.zeros(d)]), rcond=None)[0]
    return theta[:-1], float(theta[-1])


def features(K):
    """Features whose scalar products are K."""
    values, vectors = np.linalg.eigh(K)
    return vectors * np.sqrt(np.maximum(values, 0.0))


def expected_fit(F, y, lam):
    w, b = primal(F, y, lam)
    return (y - F @ w - b) / lam, b


def rbf(X, Z, gamma=0.5):
    return np.exp(-gamma * ((X[:, None] - Z[None]) ** 2).sum(axis=-1))


# Features 1 and 3 and 4, not of mean 0.
FIXED_F, FIXED_Y = np.array([[1.0], [3.0], [4.0], [0.0]]), np.array([2.0, 3.0, 7.0, 0.0])


@pytest.mark.points(28)
def test_the_coefficients(submission, rng):
    """The coefficients are the residuals of ridge on the kernel's features, divided by lam."""
    # Half of this lam isn't 1, which a fit has that leaves lam out.
    alpha, _ = submission.fit(FIXED_F @ FIXED_F.T, FIXED_Y, 2.5)
    assert_close(alpha, np.array([0.08, -0.48, 0.64, -0.24]), atol=1e-8, what="alpha")
    X, y, lam = rng.normal(size=(7, 2)), rng.normal(size=7) + 1, uniform(rng, 0.3, 0.8)
    K = rbf(X, X)
    alpha, _ = submission.fit(K, y, lam)
    assert_close(alpha, expected_fit(features(K), y, lam)[0], rtol=1e-6, atol=1e-8, what="alpha")


@pytest.mark.points(16)
def test_the_intercept(submission, rng):
    """The intercept is that of ridge on the kernel's features."""
    _, b = submission.fit(FIXED_F @ FIXED_F.T, FIXED_Y, 2.5)
    assert_close(b, 0.6, atol=1e-8, what="the intercept")
    F, y, lam = rng.normal(size=(6, 2)) + 1, rng.normal(size=6) + 2, uniform(rng, 0.5, 2)
    _, b = submission.fit(F @ F.T, y, lam)
    assert_close(b, primal(F, y, lam)[1], rtol=1e-6, what="the intercept")


@pytest.mark.points(12)
def test_predictions(submission, rng):
    """The prediction for a new row is the sum of the coefficients times its kernels, and the intercept."""
    K_new = np.array([[2.0, 0.0, 1.0], [1.0, -1.0, 4.0]])
    found = submission.predict(K_new, np.array([0.5, -1.0, 0.25]), 2.0)
    assert_close(found, np.array([3.25, 4.5]), what="the predictions")
    K_new, alpha, b = rng.normal(size=(4, 3)), rng.normal(size=3), uniform(rng, 1, 2)
    expected = [sum(k * a for k, a in zip(row, alpha.tolist(), strict=True)) + b for row in K_new.tolist()]
    assert_close(submission.predict(K_new, alpha, b), np.array(expected), what="the predictions")


@pytest.mark.points(8)
def test_moving_the_targets(submission, rng):
    """Moving y by a constant moves the intercept by it and no coefficient."""
    X = rng.normal(size=(6, 2))
    for K, y in ((FIXED_F @ FIXED_F.T, FIXED_Y), (rbf(X, X), rng.normal(size=6))):
        alpha, b = submission.fit(K, y, 1.5)
        own, lift = np.asarray(alpha), uniform(rng, 2, 5)
        assert np.abs(own).max() > 0.01, "All coefficients are 0."
        moved, b_moved = submission.fit(K, y + lift, 1.5)
        assert_close(moved, own, rtol=1e-6, atol=1e-8, what="alpha for moved targets, beside that without")
        assert_close(float(b_moved) - float(b), lift, rtol=1e-6, what="how far the intercept moved")


@pytest.mark.points(28)
def test_leaving_a_row_out(submission, rng):
    """The prediction for each row is that of a fit to all the others."""
    X = rng.normal(size=(7, 2))
    for F, y, lam in (
        (FIXED_F, FIXED_Y, 2.5),
        (features(rbf(X, X)), rng.normal(size=7) + 1, uniform(rng, 0.3, 0.8)),
    ):
        expected = []
        for i in range(len(y)):
            rest = np.arange(len(y)) != i
            w, b = primal(F[rest], y[rest], lam)
            expected.append(F[i] @ w + b)
        found = submission.leave_one_out(F @ F.T, y, lam)
        assert_close(found, np.array(expected), rtol=1e-6, atol=1e-8, what="the predictions")
    found = submission.leave_one_out(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([5.0, -2.0]), 1.5)
    assert_close(found, np.array([-2.0, 5.0]), atol=1e-8, what="the predictions for two rows, each by the other alone")


@pytest.mark.points(6)
def test_equal_rows(submission, rng):
    """Where rows are equal, and K is singular, their mean counts."""
    K, y = np.full((3, 3), 2.0), np.array([1.0, 2.0, 6.0])
    alpha, _ = submission.fit(K, y, 0.5)
    own = np.asarray(alpha, dtype=float)
    assert np.abs(own).max() > 0.01, "All coefficients are 0."
    level = float(own @ (y - 3.0) / (own @ own))  # lam, or what the answer has for it: that is judged elsewhere
    assert_close(level * own, y - 3.0, atol=1e-7, what="the coefficients, up to their size, of three equal rows")
    # Beside the answer's own with 0.5: whether lam has a factor is judged elsewhere.
    for lam in (1e-3, 40.0):
        other = np.asarray(submission.fit(K, y, lam)[0], dtype=float)
        assert_close(lam * other, 0.5 * own, rtol=1e-6, what=f"lam alpha with lam {lam:g}, beside that with 0.5")
    X, lam = rng.normal(size=(3, 2))[[0, 0, 1, 1, 2, 2]], uniform(rng, 0.5, 1.0)
    y = rng.normal(size=6)
    alpha, _ = submission.fit(rbf(X, X), y, lam)
    own = np.asarray(alpha, dtype=float)
    expected = (y[0] - y[1]) / (own[0] - own[1])
    assert_close((y[2] - y[3]) / (own[2] - own[3]), expected, rtol=1e-6, what="difference of y over that of alpha")


@pytest.mark.points(2)
def test_a_single_row(submission):
    """A fit to one row, and a prediction for one, are arrays of one number; all results are float64."""
    alpha, b = submission.fit(np.array([[3.0]]), np.array([5.0]), 2.5)
    prediction = submission.predict(np.array([[2.0, 0.5]]), np.array([0.5, -1.0]), 2.0)
    left_out = submission.leave_one_out(np.array([[3.0, 1.0], [1.0, 2.0]]), np.array([5.0, -2.0]), 1.5)
    assert_close(b, 5.0, atol=1e-8, what="the intercept of a single row, which is its target")
    found = [(np.shape(value), str(np.asarray(value).dtype)) for value in (alpha, prediction, left_out)]
    expected = [((1,), "float64"), ((1,), "float64"), ((2,), "float64")]
    assert_equal(found, expected, what="shapes and dtypes of alpha, of a prediction and of two rows left out")
