"""Grades `normal_equation`: planes that are known, systems with a column of ones, NumPy's pseudo-inverse."""

import numpy as np
import pytest

from kata.testing import assert_close, sizes, uniform


def check_no_penalty(X, y, w, b, right, options):
    """With lam on the diagonal, X^T (y - X w - b) is lam w, whatever lam is; at the minimum it is 0."""
    if (w.dtype.kind, w.shape, b.dtype.kind, b.shape) != ("f", right.shape, "f", ()) or not w.any():
        return
    if np.allclose(w, right, **options):
        return
    gradient = X.T @ (y - X @ w - b)
    lam = gradient @ w / (w @ w)
    # Along a single direction any gradient looks like that.
    if 1e-11 < lam < 1e-2 and np.linalg.matrix_rank(X - X.mean(axis=0), tol=1e-9) > 1:
        assert not np.allclose(gradient, lam * w, rtol=1e-3, atol=1e-3 * lam * np.abs(w).max()), (
            "These are the weights with a small penalty on their squares, a number on the diagonal of X^T X."
        )


def check_size(w):
    """No weight that is graded is large; what comes of dividing by rounding is, and no two programs get the same."""
    if w.dtype.kind == "f" and w.size:
        assert np.abs(w).max() < 1e6, (
            "A weight is nan, infinite or above 1e6, as when 0, or the rounding that is left of it, is divided by."
        )


def check(submission, X, y, w, b, **options):
    options = {"rtol": 1e-7, "atol": 1e-7} | options
    found = submission.least_squares(X.copy(), y.copy())
    check_size(np.asarray(found[0]))
    check_no_penalty(X, y, np.asarray(found[0]), np.asarray(found[1]), w, options)
    assert_close(found[0], w, what="the weights", **options)
    assert_close(found[1], b, what="the intercept", **options)


def smallest(X, y):
    w = np.linalg.pinv(X - X.mean(axis=0), rcond=1e-9) @ (y - y.mean())
    return w, y.mean() - X.mean(axis=0) @ w


def check_size_of_features(submission, X, y, size):
    """Features times a size have the weights over that size."""
    options = {"rtol": 1e-6, "atol": 1e-6}
    found = submission.least_squares(size * X, y.copy())
    w, b, right = np.asarray(found[0]), np.asarray(found[1]), smallest(X, y)[0]
    # Whatever is next to 0 looks alike beside the right weights: what made it so is told apart here.
    assert np.count_nonzero(w), (
        f"All weights are 0 for features of the size {size:g}: the limit isn't 1e-10 times the largest of Xc."
    )
    check_no_penalty(size * X, y, w, b, right / size, options)
    assert_close(w * size, right, what=f"the weights for features of the size {size:g}, times that size", **options)


@pytest.mark.points(28)
def test_the_line_through_points(submission, rng):
    """The slope is the covariance over the variance of x, and the line goes through the means."""
    found = submission.simple_regression(np.array([1.0, 2.0, 3.0, 6.0]), np.array([1.0, 4.0, 2.0, 9.0]))
    assert_close(found, (1.5, -0.5), what="the slope and the intercept")
    x, y = rng.normal(size=7) + 1, rng.normal(size=7) - 2
    expected = tuple(np.polynomial.Polynomial.fit(x, y, 1).convert().coef[::-1].tolist())
    found = submission.simple_regression(x, y)
    assert_close(found, expected, rtol=1e-7, what="the slope and the intercept")


@pytest.mark.points(24)
def test_a_plane_is_found_exactly(submission, rng):
    """Points on a plane have its weights and its intercept."""
    X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [2.0, 3.0]])
    check(submission, X, X @ [2.0, -1.0] + 1.0, np.array([2.0, -1.0]), 1.0)
    X, w, b = rng.normal(size=(7, 3)) + 1, rng.normal(size=3), uniform(rng, 1, 3)
    check(submission, X, X @ w + b, w, b)


@pytest.mark.points(24)
def test_weights_and_intercept(submission, rng):
    """The residuals of the fit are orthogonal to all columns and sum to 0."""
    X, y = np.array([[1.0, 0.0], [2.0, 1.0], [3.0, -1.0], [6.0, 0.0]]), np.array([1.0, 4.0, 2.0, 9.0])
    check(submission, X, y, *smallest(X, y))
    n, d = sizes(rng, 8, 3)
    n, d = max(n, d) + 1, min(n, d)
    X, y = rng.normal(size=(n, d)) + 1, rng.normal(size=n) + 2
    A = np.column_stack([X, np.ones(n)])
    theta = np.linalg.solve(A.T @ A, A.T @ y)
    check(submission, X, y, theta[:-1], theta[-1])


@pytest.mark.points(10)
def test_dependent_columns_have_the_smallest_weights(submission, rng):
    """Of all weights that fit equally well, those with the smallest norm come back."""
    X = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    # Residuals of 2, -3 and 1: where rounding is divided by, they make the weights explode.
    check(submission, X, np.array([5.0, 4.0, 16.0]), np.array([2.0, 2.0]), -1.0)
    # The second singular value is 3e-13 times the first. Where it counts, the weights are 4 and 0.
    near = X + np.array([[0.0, 1e-12], [0.0, -1e-12], [0.0, 0.0]])
    found = submission.least_squares(near, 4 * X[:, 0])
    what = "the weights of columns that differ by 1e-12, of which the second singular value counts as 0"
    assert_close(found[0], np.array([2.0, 2.0]), rtol=1e-6, what=what)
    onehot = np.eye(3)[[0, 0, 1, 1, 2, 2, 2]]
    X = np.column_stack([rng.normal(size=7) + 1, onehot])
    y = rng.normal(size=7) + 2
    check(submission, X, y, *smallest(X, y), rtol=1e-6, atol=1e-6)
    for size in (1e-4, 1e-7):
        check_size_of_features(submission, X, y, size)


@pytest.mark.points(6)
def test_more_features_than_rows(submission, rng):
    """With more features than rows, the smallest weights that fit exactly come back."""
    check(submission, np.array([[-0.5, -1.0], [0.5, 1.0]]), np.array([-2.5, 2.5]), np.array([1.0, 2.0]), 0.0)
    X, y = rng.normal(size=(4, 6)), rng.normal(size=4)
    X, y = X - X.mean(axis=0), y - y.mean()  # what intercepts need is judged elsewhere
    check(submission, X, y, *smallest(X, y), rtol=1e-6, atol=1e-6)


@pytest.mark.points(4)
def test_the_limit_goes_with_the_data(submission, rng):
    """Features of the size 1e-7, 1e-18 or 1e7 are no problem, and weights are right to many digits."""
    X, y = rng.normal(size=(7, 2)), rng.normal(size=7)
    X, y = X - X.mean(axis=0), y - y.mean()
    for size in (1e-7, 1e7, 1e-18):
        check_size_of_features(submission, X, y, size)
    x = X[:, 0]
    slope = np.asarray(submission.simple_regression(x, y))[0]
    assert abs(slope) > 1e-6, "The slope is 0."
    found = np.asarray(submission.simple_regression(1e-9 * x, y))[0]
    assert abs(found) > 1e-6, "The slope is 0 for an x of the size 1e-9, which isn't constant."
    assert_close(found, 1e9 * slope, rtol=1e-6, what="the slope for 1e-9 x, beside that for x")
    # Orthogonal columns, of the sizes 1 and 2^-18, that share no row: here squaring costs no digit, X^T X or X X^T.
    X, y = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]]), np.array([5.0, 0.0, -1.0, -4.0])
    found = submission.least_squares(X * [1.0, 2.0**-18], y)
    used = int(np.count_nonzero(np.asarray(found[0])))
    assert used != 1, (
        "A column of 4e-6 times the size of the other has the weight 0: only singular values up to 1e-10 times the "
        "largest count as 0, and the eigenvalues of Xc^T Xc are their squares."
    )
    sizes_times_w = np.asarray(found[0]) * [1.0, 2.0**-18]
    assert_close(sizes_times_w, np.array([2.5, 1.5]), rtol=1e-6, what="the weights, times the sizes of the columns")


@pytest.mark.points(4)
def test_a_constant_feature(submission, rng):
    """A feature that never varies has the weight 0, alone or beside others."""
    y = np.array([1.0, 2.0, 6.0])
    assert_close(submission.simple_regression(np.full(3, 2.0), y), (0.0, 3.0), what="the slope and the intercept")
    check(submission, np.full((3, 2), 2.0), y, np.zeros(2), 3.0)
    check(submission, np.array([[1.0, 5.0], [2.0, 5.0], [3.0, 5.0]]), y, np.array([2.5, 0.0]), -2.0)
    found = submission.simple_regression(np.array([2.0]), np.array([3.0]))
    assert_close(found, (0.0, 3.0), what="the slope and the intercept of a single point")
    check(submission, np.array([[2.0, 1.0]]), np.array([3.0]), np.zeros(2), 3.0)
