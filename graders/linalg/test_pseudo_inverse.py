"""Grades `pseudo_inverse`: matrices are made from singular values that are known, and Penrose's conditions put in."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

RTOL = 1e-9
# Of rank 2, but rounding hides it: LAPACK inverts it without a complaint.
NUMBERS = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]]) / 10
NUMBERS_PLUS = np.array([[-23.0, -6.0, 11.0], [-2.0, 0.0, 2.0], [19.0, 6.0, -7.0]]) / 3.6


def made(rng, n, m, values):
    k = len(values)
    left, right = np.linalg.qr(rng.normal(size=(n, k)))[0], np.linalg.qr(rng.normal(size=(m, k)))[0]
    return (left * values) @ right.T, left, right


def check_no_penalty(found, left, right, values):
    """With lam on the diagonal of A^T A or A A^T, a value s becomes s / (s^2 + lam), whatever lam is."""
    if found.shape != (len(right), len(left)) or found.dtype.kind != "f":
        return
    inverses = np.einsum("mi,mn,ni->i", right, found, left)
    lam = values / np.where(inverses > 0, inverses, 1.0) - values**2
    assert not (lam.min() > 1e-11 and lam.max() < 1e-2 and np.ptp(lam) < 1e-3 * lam.max()), (
        "A singular value s is inverted as s / (s^2 + lam), as with a small number on the diagonal of A^T A or A A^T: "
        "that is ridge regression, and not the pseudo-inverse."
    )


def check(submission, rng, n, m, values):
    a, left, right = made(rng, n, m, np.array(values))
    found = np.asarray(submission.pseudo_inverse(a, RTOL))
    check_no_penalty(found, left, right, np.array(values))
    assert_close(found, (right / np.array(values)) @ left.T, atol=1e-8, what=f"A+ for a shape {(n, m)}")
    assert_close(a @ found @ a, a, atol=1e-8, what="A A+ A")


@pytest.mark.points(24)
def test_tall_matrices_of_full_rank(submission, rng):
    """A tall matrix with independent columns: A+ A is the identity."""
    found = submission.pseudo_inverse(np.array([[3.0], [4.0]]), RTOL)
    assert_close(found, np.array([[0.12, 0.16]]), what="A+")
    check(submission, rng, 6, 4, [4.0, 3.0, 1.0, 0.5])


@pytest.mark.points(12)
def test_the_inverse_where_there_is_one(submission, rng):
    """A square matrix with an inverse has that as its pseudo-inverse."""
    found = submission.pseudo_inverse(np.array([[1.0, 1.0], [0.0, 2.0]]), RTOL)
    assert_close(found, np.array([[1.0, -0.5], [0.0, 0.5]]), what="A+")
    check(submission, rng, 4, 4, [4.0, 3.0, 1.0, 0.5])


@pytest.mark.points(8)
def test_wide_matrices(submission, rng):
    """A wide matrix with independent rows: A A+ is the identity."""
    found = submission.pseudo_inverse(np.array([[3.0, 4.0]]), RTOL)
    assert_close(found, np.array([[0.12], [0.16]]), what="A+")
    check(submission, rng, 3, 5, [4.0, 2.0, 0.5])


@pytest.mark.points(12)
def test_rank_deficient_matrices(submission, rng):
    """Matrices whose columns and rows depend on each other, also when rounding hides it."""
    found = submission.pseudo_inverse(np.array([[1.0, 1.0], [1.0, 1.0]]), RTOL)
    assert_close(found, np.full((2, 2), 0.25), what="A+")
    assert_close(submission.pseudo_inverse(NUMBERS, RTOL), NUMBERS_PLUS, atol=1e-8, what="A+ of the numbers 0.1 to 0.9")
    for n, m in ((6, 4), (4, 5), (4, 4)):
        check(submission, rng, n, m, [4.0, 2.0, 0.5])


@pytest.mark.points(10)
def test_the_rank(submission, rng):
    """The rank is the number of singular values that count."""
    assert_equal(submission.rank(np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]), RTOL), 1, what="the rank")
    for values in ([2.0], [4.0, 1.0], [4.0, 2.0, 0.5]):
        a, _, _ = made(rng, 5, 4, np.array(values))
        assert_equal(submission.rank(a, RTOL), len(values), what="the rank")
    assert_equal(submission.rank(np.eye(3), RTOL), 3, what="the rank of the identity")


@pytest.mark.points(8)
def test_the_tolerance_is_a_share_of_the_largest(submission, rng):
    """A singular value counts if it is above rtol times the largest, whatever the size of the matrix."""
    values = np.array([1.0, 0.8, 0.1, 1e-3])
    a, left, right = made(rng, 5, 4, values)
    for scale in (1.0, 1e-6, 1e6):
        for rtol, expected in ((1e-4, 4), (4e-4, 4), (7e-4, 4), (1.5e-3, 3), (0.08, 3), (0.3, 2), (0.9, 1)):
            found = submission.rank(scale * a, rtol)
            assert_equal(found, expected, what=f"the rank of {scale} A with a tolerance of {rtol}")
        for rtol, k in ((1.5e-3, 3), (0.3, 2), (1e-4, 4), (7e-4, 4)):
            # Its rank alone: what else there is to the inverse is judged elsewhere.
            sizes = np.linalg.svd(np.asarray(submission.pseudo_inverse(scale * a, rtol)), compute_uv=False)
            counting = int((sizes > 1e-6 * sizes[0]).sum())
            assert_equal(counting, k, what=f"the rank of A+ for {scale} A with a tolerance of {rtol}")
            x = submission.minimum_norm_solution(scale * a, left.sum(axis=1), rtol)
            parts = np.abs(right.T @ np.asarray(x))
            counting = int((parts > 1e-6 * parts.max()).sum())
            assert_equal(counting, k, what=f"the directions in x for {scale} A with a tolerance of {rtol}")


@pytest.mark.points(4)
def test_zeros(submission):
    """Zeros have rank 0 and zeros as their pseudo-inverse."""
    assert_equal(submission.rank(np.zeros((3, 2)), RTOL), 0, what="the rank")
    assert_equal(submission.pseudo_inverse(np.zeros((3, 2)), RTOL), np.zeros((2, 3)), what="A+")
    assert_equal(submission.rank(np.ones((3, 2)), RTOL), 1, what="the rank of ones")
    x = submission.minimum_norm_solution(np.zeros((3, 2)), np.ones(3), RTOL)
    assert_close(np.ravel(x), np.zeros(2), what="x")  # its shape is judged elsewhere


@pytest.mark.points(18)
def test_the_shortest_of_the_best_solutions(submission, rng):
    """x has the smallest error, and no part that A takes to 0; b may have several columns."""
    found = submission.minimum_norm_solution(np.array([[1.0, 1.0]]), np.array([4.0]), RTOL)
    assert_close(found, np.array([2.0, 2.0]), what="x")
    found = submission.minimum_norm_solution(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([3.0, 1.0]), RTOL)
    assert_close(found, np.array([1.0, 1.0]), what="x")
    found = submission.minimum_norm_solution(NUMBERS, np.array([1.0, 0.0, 0.0]), RTOL)
    assert_close(found, NUMBERS_PLUS[:, 0], atol=1e-8, what="x for A of the numbers 0.1 to 0.9")
    for n, m in ((6, 4), (3, 5), (4, 4)):
        values = np.array([4.0, 2.0, 0.5])
        a, left, right = made(rng, n, m, values)
        for b in (rng.normal(size=n), rng.normal(size=(n, 2))):
            expected = right @ ((left.T @ b).T / values).T
            assert_close(submission.minimum_norm_solution(a, b, RTOL), expected, atol=1e-8, what="x")


@pytest.mark.points(4)
def test_axes_of_length_1_stay(submission):
    """A single unknown has shape (1,), and a single right-hand side that is a column gives a column."""
    # Singular values of 1: whether they are inverted is judged elsewhere.
    one = np.array([[0.6], [0.8]])
    for a, b, expected in (
        (one, np.array([5.0, 10.0]), np.array([11.0])),
        (one, np.array([[5.0, 0.0, 1.0], [10.0, 5.0, 0.5]]), np.array([[11.0, 4.0, 1.0]])),
        (np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0]]), np.array([[2.0], [3.0], [7.0]]), np.array([[3.0], [2.0]])),
    ):
        found = submission.minimum_norm_solution(a, b, RTOL)
        assert_close(found, expected, rtol=1e-6, what=f"x for A of shape {a.shape} and b of shape {b.shape}")
