"""Grades `kernels`: the oracle takes each pair by itself; definite matrices are built from their eigenvalues."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes, uniform


def pairs(kernel, X, Y):
    return np.array([[kernel(x, y) for y in Y.tolist()] for x in X.tolist()])


def dot(x, y):
    return math.fsum(p * q for p, q in zip(x, y, strict=True))


def rows(rng):
    n, m, d = sizes(rng, 4, 5, 3)
    return rng.normal(size=(n, d)), rng.normal(size=(m, d))


def with_eigenvalues(rng, values):
    q = np.linalg.qr(rng.normal(size=(len(values), len(values))))[0]
    K = q @ np.diag(values) @ q.T
    return (K + K.T) / 2


FIXED = np.array([[1.0, 2.0], [0.0, 1.0], [-1.0, 0.5]]), np.array([[3.0, 4.0], [1.0, -1.0]])


@pytest.mark.points(12)
def test_the_linear_kernel(submission, rng):
    """The scalar product of each row of X with each row of Y."""
    assert_close(submission.linear(*FIXED), np.array([[11.0, -1.0], [4.0, -1.0], [-1.0, -1.5]]), what="the matrix")
    X, Y = rows(rng)
    assert_close(submission.linear(X, Y), pairs(dot, X, Y), what="the matrix")


@pytest.mark.points(17)
def test_the_polynomial_kernel(submission, rng):
    """The scalar product times gamma plus coef0, to the power of degree."""
    cases = (
        (FIXED, 3, 0.5, 2.0),
        (FIXED, 3, 0.5, -1.0),
        (rows(rng), 2, uniform(rng, 0.3, 0.8), -1.5),
        (FIXED, 1, 0.5, 0.25),
        (FIXED, 6, 2.5, 0.0),
    )
    for (X, Y), degree, gamma, coef0 in cases:
        expected = pairs(lambda x, y, g=gamma, c=coef0, k=degree: (g * dot(x, y) + c) ** k, X, Y)
        assert_close(submission.polynomial(X, Y, degree, gamma, coef0), expected, what="the matrix")


@pytest.mark.points(28)
def test_the_rbf_kernel(submission, rng):
    """The exponential of minus gamma times the squared distance."""
    # Near rows first: what stands in for gamma gives other values, none of them close to 0.
    near = np.array([[0.25, 0.5, -0.5], [0.0, 0.25, 0.75], [-0.25, 0.125, 0.0]]), np.array([[0.75, 1.0, 0.25]])
    for (X, Y), gamma in ((near, 1.6), (FIXED, 0.25), (rows(rng), uniform(rng, 0.3, 0.8))):
        expected = pairs(lambda x, y, g=gamma: math.exp(-g * math.dist(x, y) ** 2), X, Y)
        assert_close(submission.rbf(X, Y, gamma), expected, atol=1e-12, what="the matrix")


@pytest.mark.points(13)
def test_the_sigmoid_kernel(submission, rng):
    """The hyperbolic tangent of the scalar product times gamma plus coef0."""
    for (X, Y), gamma, coef0 in ((FIXED, 0.25, -1.0), (rows(rng), uniform(rng, 0.3, 0.8), 0.7), (FIXED, 0.25, 0.0)):
        expected = pairs(lambda x, y, g=gamma, c=coef0: math.tanh(g * dot(x, y) + c), X, Y)
        assert_close(submission.sigmoid(X, Y, gamma, coef0), expected, atol=1e-12, what="the matrix")
    found = submission.sigmoid(40 * FIXED[0], 40 * FIXED[1], 0.25, -1.0)
    assert_close(found, np.array([[1.0, -1.0], [1.0, -1.0], [-1.0, -1.0]]), what="the matrix of long rows")


@pytest.mark.points(7)
def test_rbf_values_stay_at_most_1(submission, rng):
    """Rounding makes no value larger than 1, and a row with itself has 1."""
    X = 100 + rng.normal(size=(30, 7))
    far = float(np.asarray(submission.rbf(np.zeros((1, 1)), np.ones((1, 1)), 1.0))[0, 0])
    assert far < 0.9, f"Rows at the distance 1 have the value {far}."
    one, more = (np.asarray(submission.rbf(X[:2], X[2:last], 0.1)) for last in (4, 5))
    assert_close(one, more[:, :2], what="the matrix of two rows with two others, beside that with three others")
    found = np.asarray(submission.rbf(X, X.copy(), 0.5))
    assert found.max() <= 1, f"The largest value is 1 + {found.max() - 1}, which is above 1."
    assert_close(np.diag(found), np.ones(30), rtol=1e-9, what="the values of rows with themselves")


def check_verdicts(submission, *cases):
    for K, expected in cases:
        found = submission.is_positive_semidefinite(K)
        assert_equal(found, expected, what=f"the verdict on {K.round(3).tolist()}")


@pytest.mark.points(5)
def test_what_is_not_positive_semidefinite(submission):
    """A matrix with an eigenvalue below 0 isn't positive semi-definite, and one with all of them above 0 is."""
    check_verdicts(
        submission,
        (np.array([[2.0, 1.0], [1.0, 2.0]]), True),
        (np.array([[1.0, -2.0], [-2.0, 1.0]]), False),
        (np.diag([3.0, 0.5, 1.0]), True),
        (np.diag([3.0, -0.5, 1.0]), False),
        (np.array([[2.0]]), True),
        (np.array([[-2.0]]), False),
    )


@pytest.mark.points(4)
def test_the_signs_of_the_entries_say_nothing(submission, rng):
    """Eigenvalues count and not entries: [[2, -1], [-1, 2]] is positive semi-definite, and [[1, 2], [2, 1]] isn't."""
    check_verdicts(
        submission,
        (np.array([[2.0, -1.0], [-1.0, 2.0]]), True),
        (np.array([[1.0, 2.0], [2.0, 1.0]]), False),
        (with_eigenvalues(rng, [3.0, 1.0, 0.5, 2.0]), True),
    )


@pytest.mark.points(4)
def test_two_eigenvalues_below_0(submission, rng):
    """Two eigenvalues below 0, or one beside a 0, don't make the determinant negative, and still aren't allowed."""
    check_verdicts(
        submission,
        (np.array([[2.0, 1.0], [1.0, 2.0]]), True),
        (np.array([[-2.0, -1.0], [-1.0, -2.0]]), False),
        (with_eigenvalues(rng, [3.0, 1.0, -0.2, -2.0]), False),
        (np.diag([0.0, 1.0, -1.0]), False),
        # -1 twice and 5, with nothing below 0 on the diagonal: its entries and the determinant look fine together.
        (np.array([[1.0, 2.0, -2.0], [2.0, 1.0, -2.0], [-2.0, -2.0, 1.0]]), False),
    )


@pytest.mark.points(6)
def test_singular_matrices_are_positive_semidefinite(submission, rng):
    """An eigenvalue of 0 is fine, also when rounding leaves a little below it."""
    assert_equal(submission.is_positive_semidefinite(np.array([[1.0, -3.0], [-3.0, 1.0]])), False, what="the verdict")
    # No entry below 0: those are judged elsewhere.
    X = np.abs(rng.normal(size=(9, 2)))
    assert_equal(submission.is_positive_semidefinite(np.zeros((2, 2))), True, what="the verdict on a matrix of zeros")
    for K in (
        np.array([[1.0, 1.0], [1.0, 1.0]]),
        X @ X.T,
        X @ X.T - 1e-13 * np.eye(9),
    ):
        assert_equal(submission.is_positive_semidefinite(K), True, what="the verdict on a singular matrix")


@pytest.mark.points(4)
def test_the_tolerance_goes_with_the_matrix(submission, rng):
    """The limit is 1e-9 of the largest entry: a tiny or huge matrix gets the verdict of the same one in other units."""
    bad, fine = np.diag(rng.permutation([1.0, 0.5, -0.1])), np.zeros((3, 3))
    fine[:2, :2] = [[1.0, 1.0], [1.0, 1.0 - 2e-12]]
    for size in (1e-12, 1.0, 1e9):
        assert_equal(submission.is_positive_semidefinite(size * bad), False, what=f"the verdict at the size {size}")
        if size >= 1:
            assert_equal(submission.is_positive_semidefinite(size * fine), True, what=f"the verdict at the size {size}")
    found = submission.is_positive_semidefinite(np.diag([1.0, 0.5, -5e-9]))
    assert_equal(found, False, what="the verdict on a smallest eigenvalue of -5e-9 times the largest entry")
    # The largest eigenvalue, the trace and the norm are about 20 times the largest entry here.
    found = submission.is_positive_semidefinite(np.ones((20, 20)) - 5e-9 * np.eye(20))
    assert_equal(found, False, what="the verdict on a smallest eigenvalue of -5e-9 beside 20, with entries of 1")
    found = submission.is_positive_semidefinite(np.diag([0.1, 1.0, -5e-10]))
    assert_equal(found, True, what="the verdict on a smallest eigenvalue of -5e-10 times the largest entry")
