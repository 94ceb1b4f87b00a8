"""Grades `low_rank_approximation`: matrices are made from singular values and orthonormal bases that are known."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

VALUES = np.array([6.0, 3.0, 2.0, 0.5])


def made(rng, n, m):
    left, right = np.linalg.qr(rng.normal(size=(n, 4)))[0], np.linalg.qr(rng.normal(size=(m, 4)))[0]
    return (left * VALUES) @ right.T, left, right


def kept(left, right, k):
    return (left[:, :k] * VALUES[:k]) @ right[:, :k].T


def check_errors(submission, a, k, expected, what, **tolerance):
    """The Frobenius norm, then both: a mistake of both is judged by the first."""
    found = submission.truncation_errors(a, k)
    assert_equal(len(found), 2, what="the number of errors")
    assert_close(found[0], expected[0], what=f"the Frobenius norm {what}", **tolerance)
    assert_close(found, expected, what=f"the two norms {what}", **tolerance)


@pytest.mark.points(26)
def test_the_closest_matrix_of_rank_k(submission, rng):
    """The first k terms of the singular value decomposition, for wide, tall and square matrices."""
    found = submission.truncate(np.diag([1.0, 5.0, 3.0, 2.0]), 2)
    assert_close(found, np.diag([0.0, 5.0, 3.0, 0.0]), atol=1e-10, what="the matrix of rank 2")
    for n, m in ((5, 4), (4, 6), (4, 4)):
        a, left, right = made(rng, n, m)
        for k in (1, 3):
            found = submission.truncate(a, k)
            assert_close(found, kept(left, right, k), atol=1e-9, what=f"the matrix of rank {k} for a shape {(n, m)}")


@pytest.mark.points(6)
def test_rank_0_and_the_whole_matrix(submission, rng):
    """k = 0 gives zeros, and k = min(N, M) the matrix itself, of whatever rank."""
    a, _, _ = made(rng, 6, 4)
    assert_equal(submission.truncate(a, 0), np.zeros(a.shape), what="the matrix of rank 0")
    assert_close(submission.truncate(a, 4), a, atol=1e-9, what="the matrix with all its singular values")
    b, c = submission.factors(a, 4)
    assert_equal((np.shape(b), np.shape(c)), ((6, 4), (4, 4)), what="the shapes of the factors for k = 4")
    # Of rank 1: the singular values after the first are 0, or nearly so.
    a = np.outer([1.0, -2.0, 2.0, 4.0], [2.0, 3.0, -1.0])
    assert_close(submission.truncate(a, 3), a, atol=1e-7, what="the matrix of rank 3 or less for one of rank 1")
    for part in submission.factors(a, 3):
        finite = np.isfinite(np.asarray(part, dtype=float)).all()
        assert finite, "The factors of a matrix of rank 1 have nan or inf, by a singular value of 0."


@pytest.mark.points(14)
def test_the_factors_multiply_to_it(submission, rng):
    """The product of the two factors is the matrix of rank k."""
    for n, m in ((5, 4), (4, 6)):
        a, left, right = made(rng, n, m)
        for k in (1, 3):
            b, c = (np.asarray(part) for part in submission.factors(a, k))
            assert_equal((b.shape, c.shape), ((n, k), (k, m)), what="the shapes of the factors")
            assert_close(b @ c, kept(left, right, k), atol=1e-9, what="the product of the factors")


@pytest.mark.points(10)
def test_both_factors_are_of_the_same_size(submission, rng):
    """Column i of the first factor and row i of the second have the length sqrt(s_i) and their directions."""
    a, left, _ = made(rng, 5, 6)
    b, c = (np.asarray(part) for part in submission.factors(a, 3))
    # Up to one factor for each term, so that a product that is wrong is judged elsewhere.
    lengths = np.linalg.norm(b, axis=0), np.linalg.norm(c, axis=1)
    assert_close(
        lengths[0] / lengths[1], np.ones(3), atol=1e-8, what="the lengths of the columns over those of the rows"
    )
    cosines = np.abs((b * left[:, :3]).sum(axis=0)) / lengths[0]
    assert_close(cosines, np.ones(3), atol=1e-8, what="the cosines between the columns and the singular vectors")


@pytest.mark.points(20)
def test_the_errors_of_the_truncation(submission, rng):
    """The Frobenius and the spectral norm of what was left out."""
    # At k = 2 the values before, at and after the cut and the largest of all are four numbers.
    check_errors(submission, np.diag([3.0, 84.0, 4.0, 12.0]), 2, (5.0, 4.0), "for k = 2")
    check_errors(submission, np.diag([3.0, 4.0, 12.0, 84.0]), 1, (13.0, 12.0), "for k = 1")
    a, _, _ = made(rng, 5, 4)
    for k in (1, 2, 3):
        expected = (math.hypot(*VALUES[k:]), VALUES[k])
        check_errors(submission, a, k, expected, f"for k = {k}", rtol=1e-8)


@pytest.mark.points(4)
def test_the_errors_at_the_ends(submission, rng):
    """Nothing is left out at k = min(N, M), and all at k = 0."""
    a, _, _ = made(rng, 4, 5)
    check_errors(submission, a, 4, (0.0, 0.0), "for the whole matrix", atol=1e-7)
    check_errors(submission, a, 0, (math.hypot(*VALUES), 6.0), "for k = 0", rtol=1e-8)


@pytest.mark.points(14)
def test_the_rank_that_holds_a_share_of_the_energy(submission, rng):
    """The smallest k whose first k squared singular values hold the share of all of them."""
    a, _, _ = made(rng, 5, 4)
    shares = (VALUES**2).cumsum() / (VALUES**2).sum()  # 0.730, 0.913, 0.995, 1
    several, one = {0.999: 4}, {0.01: 1}
    for k in (1, 2, 3):
        (one if k == 1 else several).update({float(shares[k - 1]) - less: k for less in (1e-3, 0.04)})
    # Many in one comparison: one small number alone would be the same for many wrong rules. Those of rank 1 come
    # afterwards, since a count that is one too small may be kept from being 0.
    for ranks in (several, one):
        found = [submission.rank_for_energy(a, share) for share in ranks]
        what = f"the ranks for the shares {', '.join(f'{share:.4f}' for share in ranks)}"
        assert_equal(found, list(ranks.values()), what=what)


@pytest.mark.points(2)
def test_a_share_that_is_held_exactly(submission):
    """A share that the first k values hold exactly is held: k, and not k + 1."""
    found = [submission.rank_for_energy(np.eye(4), share) for share in (0.25, 0.5, 0.75)]
    assert_equal(found, [1, 2, 3], what="the ranks for the shares 0.25, 0.5 and 0.75 of four equal singular values")


@pytest.mark.points(4)
def test_what_is_out_of_range_is_refused(submission, rng):
    """A k below 0 (or 1, for factors) or above min(N, M), and a share not between 0 and 1, raise ValueError."""
    a, _, _ = made(rng, 5, 4)
    assert_equal(np.shape(submission.truncate(a, 2)), (5, 4), what="the shape of the matrix")
    for matrix in (a, a.T):
        for k in (-1, 5):
            with pytest.raises(ValueError):
                submission.truncate(matrix, k)
            with pytest.raises(ValueError):
                submission.truncation_errors(matrix, k)
        for k in (0, 5):
            with pytest.raises(ValueError):
                submission.factors(matrix, k)
    for share in (-0.5, 1.5, 0.0, 1.0):
        with pytest.raises(ValueError):
            submission.rank_for_energy(a, share)
