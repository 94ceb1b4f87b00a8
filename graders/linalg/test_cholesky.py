"""Grades `cholesky`: factors are multiplied, solutions put in, determinants taken from NumPy's eigenvalues."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def definite(rng, n, share=0.2):
    b = rng.normal(size=(n, n))
    return share * b @ b.T + np.eye(n)


@pytest.mark.points(26)
def test_the_factor_times_its_transpose_is_a(submission, rng):
    """L is lower triangular with a diagonal above 0, and L L^T is A."""
    fixed = np.array([[4.0, 2.0, -2.0], [2.0, 10.0, 2.0], [-2.0, 2.0, 3.0]])
    assert_close(submission.cholesky(fixed), np.array([[2.0, 0.0, 0.0], [1.0, 3.0, 0.0], [-1.0, 1.0, 1.0]]), what="L")
    for n in (1, 5):
        a = definite(rng, n)
        found = np.asarray(submission.cholesky(a))
        assert_equal(np.triu(found, 1), np.zeros((n, n)), what="the part of L above the diagonal")
        assert_close(found @ found.T, a, what="L L^T")
        assert_close(np.sign(np.diag(found)), np.ones(n), what="the signs of L's diagonal")


@pytest.mark.points(3)
def test_only_the_lower_triangle_is_read(submission, rng):
    """What stands above the diagonal of A makes no difference."""
    a = definite(rng, 4)
    plain = np.asarray(submission.cholesky(a))
    assert_close(plain[:, 0], a[:, 0] / np.sqrt(a[0, 0]), what="the first column of L")
    # With this triangle instead of the lower one, A wouldn't be positive definite.
    other = np.tril(a) + np.triu(50 + rng.normal(size=(4, 4)), 1)
    assert_close(submission.cholesky(other), plain, what="L, beside that of the symmetric matrix")
    b = rng.normal(size=4)
    expected = np.asarray(submission.solve(a, b))
    assert_close(submission.solve(other, b), expected, what="x, beside that of the symmetric matrix")
    expected = np.asarray(submission.log_determinant(a))
    what = "the log-determinant, beside that of the symmetric matrix"
    assert_close(submission.log_determinant(other), expected, what=what)


@pytest.mark.points(22)
def test_the_solution_of_a_system(submission, rng):
    """A x = b."""
    a = np.array([[4.0, 2.0, -2.0], [2.0, 10.0, 2.0], [-2.0, 2.0, 3.0]])
    assert_close(submission.solve(a, np.array([2.0, 28.0, 11.0])), np.array([1.0, 2.0, 3.0]), what="x")
    a, x = definite(rng, 5), rng.normal(size=5)
    assert_close(submission.solve(a, a @ x), x, rtol=1e-7, atol=1e-7, what="x")


@pytest.mark.points(14)
def test_the_log_determinant(submission, rng):
    """The logarithm of the determinant, which is the sum of those of the eigenvalues."""
    assert_close(submission.log_determinant(np.diag([2.0, 3.0])), np.log(6.0), what="the log-determinant")
    # That the factor is right is judged elsewhere. Near the identity even a wrong one is seldom an error.
    a = definite(rng, 5, 0.05)
    factor = np.asarray(submission.cholesky(a))
    expected = 2 * np.log(np.abs(np.diag(factor))).sum()
    assert_close(submission.log_determinant(a), expected, atol=1e-9, what="the log-determinant, beside L's diagonal")


@pytest.mark.points(5)
def test_log_determinants_beyond_the_range_of_a_float(submission, rng):
    """The logarithm is right where the determinant itself is 0 or inf as a float."""
    values = rng.uniform(2, 3, size=40)
    a = np.diag(values)
    plain = float(submission.log_determinant(a))
    assert abs(plain) > 1, "The log-determinant of a matrix of 40 rows is hardly anything."
    factor = plain / np.log(values).sum()  # half of it, say, is judged elsewhere
    for scale in (1e-12, 1e12):
        expected = plain + factor * 40 * np.log(scale)
        assert_close(
            submission.log_determinant(scale * a), expected, rtol=1e-7, what=f"the log-determinant of {scale} A"
        )


@pytest.mark.points(8)
def test_what_is_not_positive_definite_is_reported(submission, rng):
    """A matrix with a negative eigenvalue raises ValueError, wherever it shows."""
    a = definite(rng, 4)
    assert_equal(np.shape(submission.cholesky(a)), (4, 4), what="the shape of L")
    indefinite = np.array([[4.0, 2.0, 2.0], [2.0, 4.0, -3.0], [2.0, -3.0, 4.0]])
    for bad in (np.array([[1.0, 2.0], [2.0, 1.0]]), np.array([[-1.0]]), indefinite):
        with pytest.raises(ValueError):
            submission.cholesky(bad)
        with pytest.raises(ValueError):
            submission.solve(bad, np.ones(len(bad)))
        with pytest.raises(ValueError):
            submission.log_determinant(bad)


@pytest.mark.points(4)
def test_singular_matrices_are_reported(submission, rng):
    """A singular matrix raises ValueError, also when rounding hides it."""
    a, b = definite(rng, 4), rng.normal(size=(4, 2))
    assert_equal(np.shape(submission.cholesky(a)), (4, 4), what="the shape of L")
    row = np.array([1 / 3, 0.1, 0.7])
    above = np.outer([0.1, 0.7], [0.1, 0.7])  # rounding leaves 1.7e-16 above 0
    for bad in (
        above,
        np.array([[1.0, 1.0], [1.0, 1.0]]),
        np.outer(row, row),
        np.zeros((2, 2)),
        b @ b.T,
        np.array([[1.0, 1.0], [1.0, 1 + 5e-13]]),
    ):
        with pytest.raises(ValueError):
            submission.cholesky(bad)


@pytest.mark.points(3)
def test_the_limit_goes_with_the_diagonal(submission, rng):
    """A matrix of tiny or huge numbers, or of both, is no problem."""
    a = definite(rng, 3)
    plain = np.asarray(submission.cholesky(a))
    assert np.abs(plain).max() > 0.1, "L is hardly anything."
    for sizes in (np.full(3, 1e-9), np.full(3, 1e9), np.array([1e6, 1.0, 1e-6])):
        found = np.asarray(submission.cholesky(a * np.outer(sizes, sizes)))
        assert_close(found / sizes[:, None], plain, rtol=1e-7, what="L, its rows divided by the sizes of A's")
    found = np.asarray(submission.cholesky(np.array([[1.0, 1.0], [1.0, 1 + 4e-12]])))
    assert_close(found[1, 1], 2e-6, rtol=1e-3, what="the corner of L where 4e-12 is left under the root")


@pytest.mark.points(12)
def test_the_factor_after_one_more_term(submission, rng):
    """The factor of A + v v^T from that of A."""
    found = submission.update(np.array([[4.0, 0.0], [0.0, 1.0]]), np.array([3.0, 0.0]))
    assert_close(found, np.array([[5.0, 0.0], [0.0, 1.0]]), what="the new factor")
    factor, v = np.linalg.cholesky(definite(rng, 5)), 0.3 * rng.normal(size=5)
    found = submission.update(factor, v)
    expected = np.linalg.cholesky(factor @ factor.T + np.outer(v, v))
    assert_close(found, expected, atol=1e-9, what="the new factor")


@pytest.mark.points(3)
def test_the_update_makes_no_a(submission):
    """The factor itself is brought up to date: made anew from A + v v^T it would have lost what is small beside A."""
    found = submission.update(np.array([[2.0, 0.0], [0.0, 1.0]]), np.array([0.0, 1.0]))
    assert_close(found, np.array([[2.0, 0.0], [0.0, np.sqrt(2.0)]]), what="the new factor")
    # A is [[1, 1], [1, 1 + 9e-18]], and the sum isn't above 1 in a float.
    found = submission.update(np.array([[1.0, 0.0], [1.0, 3e-9]]), np.array([0.0, 4e-9]))
    assert_close(found, np.array([[1.0, 0.0], [1.0, 5e-9]]), atol=1e-15, what="the new factor with a tiny entry")
