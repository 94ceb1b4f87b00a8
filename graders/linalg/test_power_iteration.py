"""Grades `power_iteration`: matrices are made from eigenvalues and an orthogonal basis that are known."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, new_seed


def basis(rng, n):
    return np.linalg.qr(rng.normal(size=(n, n)))[0]


def matrix(values, vectors):
    return (vectors * values) @ vectors.T


def same_direction(found, expected, **options):
    """Equal up to the sign, column by column."""
    found = np.asarray(found)
    assert_equal(found.shape, expected.shape, what="the shape of the vectors")
    lengths = np.linalg.norm(found, axis=0)
    assert np.all(np.abs(lengths - 1) < 1e-6), f"Unit vectors are asked for: the length is {lengths.round(4).tolist()}."
    signs = np.where((found * expected).sum(axis=0) < 0, -1.0, 1.0)
    assert_close(found, signs * expected, what="the vectors, up to their signs", **options)


def stopped(values, parts, tol):
    """The first v whose residual is small enough, in the basis of the eigenvectors, and its Rayleigh quotient."""
    while True:
        v = parts / np.linalg.norm(parts)
        quotient = float(v**2 @ values)
        if np.linalg.norm((values - quotient) * v) <= tol * abs(quotient):
            return v, quotient
        parts = v * values


@pytest.mark.points(30)
def test_the_largest_eigenpair(submission, rng):
    """The eigenvalue that is largest in size, and its unit eigenvector."""
    value, vector = submission.power_iteration(np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([1.0, 0.0]), 1e-9, 500)
    assert_close(value, 3.0, rtol=1e-8, what="the value")
    same_direction(vector, np.full(2, 0.5**0.5), atol=1e-3)
    vectors = basis(rng, 5)
    a = matrix(np.array([6.0, 4.0, -3.0, 1.0, 0.5]), vectors)
    value, vector = submission.power_iteration(a, vectors @ np.array([1.0, -0.5, 0.5, 1.0, 1.0]), 1e-9, 500)
    assert_close(value, 6.0, rtol=1e-8, what="the value")
    same_direction(vector, vectors[:, 0], atol=1e-3)


@pytest.mark.points(14)
def test_a_negative_eigenvalue(submission, rng):
    """The eigenvalue keeps its sign, and a negative one is found like a positive one."""
    vectors = basis(rng, 4)
    a = matrix(np.array([-5.0, 3.0, 2.0, -1.0]), vectors)
    value, vector = submission.power_iteration(a, vectors @ np.array([1.0, 0.5, -0.5, 1.0]), 1e-9, 500)
    assert_close(value, -5.0, rtol=1e-8, what="the value")
    same_direction(vector, vectors[:, 0], atol=1e-3)


@pytest.mark.points(8)
def test_the_tolerance_is_a_share_of_the_value(submission, rng):
    """The rounds end as soon as |A v - value v| <= tol |value|, whatever the size of the matrix."""
    vectors = basis(rng, 4)
    values, parts = np.array([1.0, 0.75, 0.5, 0.25]), np.array([0.3, 1.0, 0.5, -0.7])
    for scale in (1.0, 1e-6, 1e6):
        for tol in (1e-2, 1e-6):
            value, vector = submission.power_iteration(scale * matrix(values, vectors), vectors @ parts, tol, 500)
            right, quotient = stopped(values, parts, tol)
            what = f"the value at tol {tol} for a largest eigenvalue of {scale}"
            assert_close(value, scale * quotient, rtol=1e-8, what=what)
            same_direction(vector, vectors @ right, atol=1e-8)


@pytest.mark.points(4)
def test_a_start_at_the_eigenvector(submission, rng):
    """A start that is an eigenvector already, of any length, is done at once."""
    vectors = basis(rng, 3)
    a = matrix(np.array([3.0, 1.0, -0.5]), vectors)
    value, vector = submission.power_iteration(a, 7.0 * vectors[:, 0], 1e-6, 1)
    assert_close(abs(float(value)), 3.0, what="the size of the value")
    same_direction(vector, vectors[:, 0])


@pytest.mark.points(7)
def test_not_done_is_an_error(submission, rng):
    """What isn't done after max_iter multiplications is an ArithmeticError."""
    a, start = np.diag([1.0, 0.5]), np.array([1.0, 1.0])
    with pytest.raises(ArithmeticError):
        submission.power_iteration(a, start, 1e-3, 1)
    # The residual is half of the value at first and halves in each round: it is below 1e-3 at the tenth multiplication.
    value, _ = submission.power_iteration(a, start, 1e-3, 10)
    assert_close(abs(float(value)), 1.0, rtol=1e-4, what="the size of the value after ten multiplications")
    for max_iter in (8, 9):
        with pytest.raises(ArithmeticError):
            submission.power_iteration(a, start, 1e-3, max_iter)
    # The same for several pairs, of which one is asked for: how the next ones are found is judged elsewhere.
    with pytest.raises(ArithmeticError):
        submission.top_eigenpairs(a, 1, 1e-12, 3, submission.generator(new_seed(rng)))
    # Any start is done here: the residual is less than half of the value.
    values, _ = submission.top_eigenpairs(a, 1, 1.0, 3, submission.generator(new_seed(rng)))
    assert_equal(np.shape(values), (1,), what="the shape of the eigenvalues")


@pytest.mark.points(15)
def test_deflation_takes_one_pair_out(submission, rng):
    """A - value v v^T: the eigenvalue of v becomes 0, and the other pairs stay."""
    vectors = basis(rng, 4)
    values = np.array([4.0, -3.0, 2.0, 1.0])
    for i in (0, 1, 3):
        expected = matrix(np.where(np.arange(4) == i, 0.0, values), vectors)
        found = submission.deflate(matrix(values, vectors), float(values[i]), vectors[:, i])
        assert_close(found, expected, atol=1e-12, what=f"the matrix without the eigenvalue {values[i]}")


@pytest.mark.points(15)
def test_the_next_pairs_by_deflation(submission, rng):
    """The k largest eigenvalues, and their eigenvectors as columns."""
    # The entries of the first eigenvector sum to 0.
    a = np.array([[2.0, -1.0, 0.0], [-1.0, 2.0, 0.0], [0.0, 0.0, 2.0]])
    found, columns = submission.top_eigenpairs(a, 2, 1e-9, 500, submission.generator(new_seed(rng)))
    assert_close(found, np.array([3.0, 2.0]), rtol=1e-6, what="the two largest eigenvalues")
    same_direction(columns, np.array([[0.5**0.5, 0.0], [-(0.5**0.5), 0.0], [0.0, 1.0]]), atol=1e-3)
    vectors = basis(rng, 5)
    values = np.array([7.0, 4.0, 2.5, 1.5, 0.5])
    for k in (3, 1):
        found, columns = submission.top_eigenpairs(
            matrix(values, vectors), k, 1e-9, 500, submission.generator(new_seed(rng))
        )
        last = np.asarray(found, dtype=float).ravel()[-1:]
        assert k == 1 or (np.abs(last - values[0]) > 1e-6).all(), (
            "The third pair is the first again: the second is taken out of what the first one left, and not of A."
        )
        assert_close(found, values[:k], rtol=1e-6, what=f"the {k} largest eigenvalues")
        same_direction(columns, vectors[:, :k], atol=1e-3)


@pytest.mark.points(2)
def test_starts_are_drawn_from_rng(submission, rng):
    """A generator in the same state gives the same result to the last digit, and in another state not."""
    a = np.diag([1.0, 0.9, 0.8, 0.7])
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    first, again, other = (
        np.asarray(submission.top_eigenpairs(a, 1, 0.2, 500, submission.generator(seed))[1])
        for seed in (seeds[0], seeds[0], seeds[1])
    )
    assert np.array_equal(again, first), "The same generator twice gives two results: the starts don't come from it."
    assert not np.array_equal(other, first), "Two generators give one result: the starts don't come from them."


@pytest.mark.points(5)
def test_pairs_come_by_size(submission, rng):
    """The pairs are in order of size: a large negative eigenvalue comes before a smaller positive one."""
    vectors = basis(rng, 3)
    values = np.array([1.5, -6.0, 3.0])
    found, columns = submission.top_eigenpairs(
        matrix(values, vectors), 3, 1e-9, 500, submission.generator(new_seed(rng))
    )
    assert_close(np.abs(found), np.array([6.0, 3.0, 1.5]), rtol=1e-6, what="the sizes of the eigenvalues")
    same_direction(columns, vectors[:, [1, 2, 0]], atol=1e-3)
