"""Grades `gram_schmidt_qr`: factors are multiplied, products of columns looked at, and known solutions put in."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def factors(submission, a):
    q, r = (np.asarray(part) for part in submission.qr(a))
    assert_equal((q.shape, r.shape), (a.shape, (a.shape[1], a.shape[1])), what="the shapes of Q and R")
    return q, r


def steep(rng, n, k, condition):
    """A matrix of that condition number: singular values from 1 down, between random bases."""
    left, right = np.linalg.qr(rng.normal(size=(n, k)))[0], np.linalg.qr(rng.normal(size=(k, k)))[0]
    return (left * np.geomspace(1, 1 / condition, k)) @ right.T


@pytest.mark.points(17)
def test_the_factors_multiply_to_a(submission, rng):
    """Q R is A, and R is upper triangular."""
    n, k = sorted(sizes(rng, 4, 6), reverse=True)
    for a in (np.array([[3.0, 1.0], [4.0, 3.0]]), rng.normal(size=(n, k)), rng.normal(size=(4, 4))):
        q, r = factors(submission, a)
        # Rounding there is judged in the next test.
        assert_close(np.tril(r, -1), np.zeros(r.shape), atol=1e-9, what="the part of R below the diagonal")
        assert_close(q @ r, a, atol=1e-12, what="Q R, beside A")


@pytest.mark.points(3)
def test_r_has_zeros_below_the_diagonal(submission, rng):
    """Below the diagonal R is exactly 0: r_ij is what was taken out, while Q^T A has rounding there."""
    _, r = factors(submission, rng.normal(size=(7, 5)))
    assert np.abs(r).max() > 0.1, "R is hardly anything."
    assert_equal(np.tril(r, -1) + 0.0, np.zeros(r.shape), what="the part of R below the diagonal")


@pytest.mark.points(18)
def test_q_is_orthonormal(submission, rng):
    """The columns of Q are unit vectors at right angles, and the first of them is a multiple of A's."""
    n, k = sorted(sizes(rng, 4, 6), reverse=True)
    for a in (np.array([[3.0, 1.0], [4.0, 3.0]]), rng.normal(size=(n, k))):
        q, _ = factors(submission, a)
        assert_close(q.T @ q, np.eye(a.shape[1]), atol=1e-11, what="Q^T Q")
        cosines = np.abs(q[:, 0] @ a[:, 0]) / np.linalg.norm(a[:, 0])
        assert_close(cosines, 1.0, atol=1e-12, what="the cosine of the angle between the first columns of Q and A")


@pytest.mark.points(7)
def test_the_diagonal_of_r_is_positive(submission, rng):
    """The diagonal of R is above 0."""
    a = rng.normal(size=(6, 5))
    a[0] *= -np.sign(a[0, 0])
    for one in (a, -a):
        _, r = factors(submission, one)
        assert np.diag(r).min() > 0, f"The diagonal of R is {np.diag(r).round(4).tolist()}."


@pytest.mark.points(15)
def test_almost_parallel_columns(submission, rng):
    """Q is orthonormal to 1e-12 where the columns of A are almost parallel too."""
    nearly = np.array([[1.0, 1.0, 1.0], [1e-8, 0.0, 0.0], [0.0, 1e-8, 0.0], [0.0, 0.0, 1e-8]])
    for a in (nearly, steep(rng, 8, 6, 1e10)):
        q, r = factors(submission, a)
        worst = np.abs(q.T @ q - np.eye(a.shape[1])).max()
        assert worst <= 1e-12, f"An entry of Q^T Q - I is {worst:.1e} in size."
        assert_close(q @ r, a, atol=1e-12, what="Q R, beside A")


@pytest.mark.points(7)
def test_dependent_columns_are_reported(submission, rng):
    """A column that depends on those before it raises ValueError, also when rounding hides it; zeros do too."""
    a = rng.normal(size=(5, 3))
    factors(submission, a)
    summed = np.column_stack([a[:, :2], a[:, 0] / 3 + a[:, 1] / 7])
    zeros = np.column_stack([a[:, :2], np.zeros(5)])
    almost = np.column_stack([np.eye(5)[:, 0], np.eye(5)[:, 0] + 8e-14 * np.eye(5)[:, 1]])
    for dependent in (zeros, summed, np.column_stack([a[:, 0], a[:, 0]]), almost):
        with pytest.raises(ValueError):
            submission.qr(dependent)
        with pytest.raises(ValueError):
            submission.least_squares(dependent, a[:, 2])


@pytest.mark.points(3)
def test_the_limit_goes_with_the_length_of_the_column(submission, rng):
    """Tiny columns, and tiny ones beside huge ones, are no problem."""
    a = rng.normal(size=(5, 3))
    plain, _ = factors(submission, a)
    assert_close(np.abs(plain[:, 0]), np.abs(a[:, 0]) / np.linalg.norm(a[:, 0]), what="the sizes in Q's first column")
    for scales in (np.full(3, 1e-20), np.array([1e15, 1.0, 1e-15])):
        q, _ = factors(submission, a * scales)
        assert_close(q, plain, atol=1e-9, what="Q, beside that of columns of usual length")
    q, _ = factors(submission, np.array([[1.0, 1.0], [0.0, 1.25e-13]]))
    assert_close(np.abs(q), np.eye(2), atol=1e-9, what="the sizes in Q for a column of which 1.25e-13 is left")


@pytest.mark.points(22)
def test_least_squares(submission, rng):
    """The x with the smallest |A x - b|: what is left is at right angles to the columns of A."""
    a, b = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]]), np.array([1.0, 3.0, 2.0])
    assert_close(submission.least_squares(a, b), np.array([1.5, 0.5]), what="x")
    a, b = rng.normal(size=(7, 4)), rng.normal(size=7)
    x = np.asarray(submission.least_squares(a, b))
    assert_close(a.T @ (a @ x), a.T @ b, atol=1e-10, what="A^T A x, beside A^T b")
    x = rng.normal(size=4)
    assert_close(submission.least_squares(a, a @ x), x, atol=1e-9, what="x, when A x = b has a solution")


@pytest.mark.points(8)
def test_least_squares_keeps_its_digits(submission, rng):
    """At a condition number of 1e7 the solution is right to 1e-7, which the normal equations can't give."""
    a, x = steep(rng, 9, 4, 1e7), rng.uniform(1, 2, size=4)
    found = np.asarray(submission.least_squares(a, a @ x))
    assert_equal(found.shape, (4,), what="the shape of x")
    apart = np.abs(found - x).max()
    assert apart < 0.1, "x is wrong in its first digit, which is judged elsewhere."
    assert apart <= 2e-6, "x has half of its digits only, though A x = b has a solution."
