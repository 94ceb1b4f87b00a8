"""Grades `kernel_svm` by the conditions of Karush, Kuhn and Tucker, beside problems whose solution is known."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform


def rbf(X, Z):
    return np.exp(-0.5 * ((X[:, None] - Z[None]) ** 2).sum(axis=-1))


def overlapping(rng, n=12):
    """Two clouds that overlap."""
    y = rng.permutation(np.where(np.arange(n) < n // 2 - 1, 1, -1))
    return rng.normal(size=(n, 2)) + 0.8 * y[:, None], y


# Ten points on a line whose classes overlap: some tens of steps lead to the solution, and none of the first ones.
# The first of them is within its margin.
ALTERNATING = 0.7 * np.array([[2, 3, 4, 5, 6, 7, 8, 9, 0, 1.0]]).T, np.array([1, -1, 1, 1, -1, 1, 1, 1, -1, -1])
# Twenty points on a line, for which the most violating pairs take more than a hundred steps.
LONG = 0.7 * np.arange(20.0)[:, None], np.where(np.arange(20) ** 2 % 7 < 3, 1, -1)


def solution(submission, K, y, C, tol):
    alpha, b = submission.fit(K, y, C, tol)
    assert_equal(np.shape(alpha), (len(y),), what="the shape of alpha")
    return np.asarray(alpha, dtype=float), float(b)


def bounds_of_b(K, y, C, alpha):
    """The b below and above which a condition is missed."""
    e = y - K @ (alpha * y)
    grows = np.where(y > 0, alpha < (1 - 1e-6) * C, alpha > 1e-6 * C)
    shrinks = np.where(y > 0, alpha > 1e-6 * C, alpha < (1 - 1e-6) * C)
    return float(e[grows].max(initial=-np.inf)), float(e[shrinks].min(initial=np.inf))


def feasible(y, C, alpha):
    return -1e-9 * C <= alpha.min() <= alpha.max() <= C * (1 + 1e-9) and abs(float(alpha @ y)) <= 1e-6 * C


def check_end(K, y, C, alpha):
    """Steps that keep the constraints and end far from the solution are told from alphas that are wrong otherwise."""
    low, high = bounds_of_b(K, y, C, alpha)
    assert not feasible(y, C, alpha) or low - high <= 0.1, (
        "Two alphas can still move: whatever b is, a condition is missed by far more than tol."
    )


def check_conditions(K, y, C, tol, alpha, b):
    low, high = bounds_of_b(K, y, C, alpha)
    gap = low - high
    assert gap <= 4 * tol + 2e-9, "Two alphas can still move: whatever b is, a condition is missed by more than tol."
    # Twice tol, so that a rule that stops at tol for the pair and takes b from one row passes too.
    missed = max(low - b, b - high)
    right = missed <= 2 * tol + 1e-9
    assert right or b, f"b is 0, with which a condition is missed by {missed:.3g}."
    # That the constraints are kept is judged elsewhere: without them the alphas can't be called right.
    assert right or feasible(y, C, alpha), f"With these alphas and this b a condition is missed by {missed:.3g}."
    assert right, f"The alphas are right, and with this b a condition is missed by {missed:.3g}."


@pytest.mark.points(12)
def test_the_constraints(submission, rng):
    """No alpha is outside [0, C], and sum alpha y is 0."""
    fixed = np.array([[0.0], [1.0], [2.0], [3.0], [4.0]]), np.array([-1, 1, -1, 1, 1])
    for X, y in (fixed, overlapping(rng)):
        alpha, _ = solution(submission, X @ X.T + rbf(X, X), y, 0.75, 1e-3)
        assert alpha.max() > 1e-3, "All alphas are 0."
        assert alpha.min() >= -1e-9 * 0.75, f"An alpha is {alpha.min():.3g}, below 0."
        assert alpha.max() <= 0.75 * (1 + 1e-9), f"An alpha is {alpha.max():.3g}, above C = 0.75."
        total = float(alpha @ y)
        assert abs(total) <= 1e-9 * 0.75 * len(y), f"sum alpha y is {total:.3g}."


@pytest.mark.points(24)
def test_a_line_of_points(submission, rng):
    """Separable points on a line: the margin lies between the nearest points of both classes."""
    # How small the tolerance gets is judged elsewhere.
    x, y = np.array([5.0, 0.0, 2.0, 9.0, -1.0]), np.array([1, -1, -1, 1, -1])
    alpha, b = solution(submission, np.outer(x, x), y, 10.0, 1e-4)
    check_end(np.outer(x, x), y, 10.0, alpha)
    assert_close(alpha, np.array([2 / 9, 0.0, 2 / 9, 0.0, 0.0]), atol=5e-3, what="alpha")
    assert_close(b, -7 / 3, atol=0.02, what="b")
    left, right = uniform(rng, -1.0, 0.5), uniform(rng, 2.0, 3.5)
    x, y = np.array([left, right, left - 2, right + 1]), np.array([-1, 1, -1, 1])
    alpha, b = solution(submission, np.outer(x, x), y, 10.0, 1e-4)
    check_end(np.outer(x, x), y, 10.0, alpha)
    share = 2 / (right - left) ** 2
    assert_close(alpha, np.array([share, share, 0.0, 0.0]), atol=5e-3, what="alpha")
    assert_close(b, -(left + right) / (right - left), atol=0.02, what="b")


@pytest.mark.points(8)
def test_exclusive_or(submission):
    """With a polynomial kernel four corners, equal labels across, all have the alpha 1/8, and b is 0."""
    X, y = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, -1.0], [-1.0, 1.0]]), np.array([1, -1, 1, -1])
    alpha, b = solution(submission, (1 + X @ X.T) ** 2, y, 5.0, 1e-6)
    assert_close(alpha, np.full(4, 0.125), atol=1e-5, what="alpha")
    assert_close(b, 0.0, atol=1e-5, what="b")


@pytest.mark.points(24)
def test_the_conditions(submission, rng):
    """Where classes overlap, each row satisfies the condition of its alpha, but for tol."""
    for (X, y), C in ((ALTERNATING, 2.0), (overlapping(rng), 2.0)):
        alpha, b = solution(submission, rbf(X, X), y, C, 1e-3)
        assert np.count_nonzero(alpha > 1e-3), "All alphas are 0."
        check_conditions(rbf(X, X), y, C, 1e-3, alpha, b)


@pytest.mark.points(6)
def test_a_small_tolerance(submission, rng):
    """With tol = 1e-6 the conditions hold to that."""
    for X, y in (LONG, ALTERNATING, overlapping(rng, 10)):
        alpha, b = solution(submission, rbf(X, X), y, 3.0, 1e-6)
        assert np.count_nonzero(alpha > 1e-3), "All alphas are 0."
        check_conditions(rbf(X, X), y, 3.0, 1e-6, alpha, b)


@pytest.mark.points(4)
def test_no_row_on_the_margin(submission):
    """Where all alphas are C, b still satisfies all conditions."""
    # Far from the origin, so that 0 isn't among the b that do: they are those from -2.6 to -1.
    x, y = np.array([20.0, 21.0, 24.0, 25.0]), np.array([-1, -1, 1, 1])
    alpha, b = solution(submission, np.outer(x, x), y, 0.01, 1e-3)
    assert_close(alpha, np.full(4, 0.01), atol=1e-6, what="alpha")
    check_conditions(np.outer(x, x), y, 0.01, 1e-3, alpha, b)


@pytest.mark.points(4)
def test_equal_rows_with_different_labels(submission):
    """Equal rows with different labels both have the alpha C, and the others are fitted."""
    x, y = np.array([1.0, 1.0, -1.0, 3.0]), np.array([1, -1, -1, 1])
    alpha, b = solution(submission, np.outer(x, x), y, 2.0, 1e-3)
    assert_close(alpha[:2], np.full(2, 2.0), atol=1e-3, what="the alphas of the equal rows")
    check_conditions(np.outer(x, x), y, 2.0, 1e-3, alpha, b)


@pytest.mark.points(12)
def test_the_decision_function(submission, rng):
    """f is the sum of alpha y times the kernels, and b."""
    K_new, y = np.array([[2.0, 0.0, 1.0], [1.0, -1.0, 4.0]]), np.array([1, -1, -1])
    found = submission.decision_function(K_new, y, np.array([0.5, 1.0, 0.25]), 2.0)
    assert_close(found, np.array([2.75, 2.5]), what="f")
    K_new, alpha, b = rng.normal(size=(4, 3)), rng.uniform(0.1, 1, size=3), uniform(rng, 1, 2)
    expected = [
        sum(k * a * s for k, a, s in zip(row, alpha.tolist(), [1, -1, -1], strict=True)) + b for row in K_new.tolist()
    ]
    assert_close(submission.decision_function(K_new, y, alpha, b), np.array(expected), what="f")


@pytest.mark.points(6)
def test_the_support_vectors(submission, rng):
    """Support vectors are the rows whose alpha isn't 0, those at C too."""
    alpha = np.array([0.0, 3.0, 1e-9, 0.5, 3.0, 0.0])
    assert_equal(submission.support_vectors(alpha, 3.0), np.array([1, 3, 4]), what="the support vectors")
    alpha = rng.permutation([0.0, 50.0, 1e-8, 0.25, 7.0, 50.0, 7e-5, 3e-5])
    expected = np.array([i for i, value in enumerate(alpha.tolist()) if value > 5e-5])
    assert_equal(submission.support_vectors(alpha, 50.0), expected, what="the support vectors")
