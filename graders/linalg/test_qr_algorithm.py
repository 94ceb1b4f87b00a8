"""Grades `qr_algorithm`: LAPACK's eigenvalues, and matrices made from a spectrum that is known."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def made(rng, values):
    vectors = np.linalg.qr(rng.normal(size=(len(values), len(values))))[0]
    a = (vectors * np.array(values)) @ vectors.T
    return (a + a.T) / 2


def symmetric(rng, n):
    a = rng.normal(size=(n, n))
    return a + a.T


def steps_needed(a):
    """How many steps Wilkinson's shift takes, on a tridiagonal matrix by SciPy."""
    from scipy.linalg import hessenberg

    t, steps = hessenberg(a), 0
    for m in range(len(a), 1, -1):
        while abs(t[m - 1, m - 2]) > 1e-14 * np.linalg.norm(a):
            values = np.linalg.eigvalsh(t[m - 2 : m, m - 2 : m])
            mu = values[np.abs(values - t[m - 1, m - 1]).argmin()]
            q, r = np.linalg.qr(t[:m, :m] - mu * np.eye(m))
            t[:m, :m] = r @ q + mu * np.eye(m)
            steps += 1
    return steps


def solved(submission, a, max_steps=None):
    values, vectors = submission.eigh(a, 300 if max_steps is None else max_steps)
    return np.asarray(values), np.asarray(vectors)


@pytest.mark.points(14)
def test_the_shift_is_the_closer_eigenvalue(submission, rng):
    """The shift is the eigenvalue of [[a, b], [b, c]] that is closer to c."""
    assert_close(submission.wilkinson_shift(5.0, 2.0, 2.0), 1.0, what="the shift")
    assert_close(submission.wilkinson_shift(-1.0, 2.0, 2.0), 3.0, what="the shift")
    for _ in range(4):
        a, b, c = rng.normal(size=3)
        found = np.linalg.eigvalsh(np.array([[a, b], [b, c]]))
        expected = found[np.abs(found - c).argmin()]
        assert_close(submission.wilkinson_shift(a, b, c), expected, rtol=1e-8, atol=1e-10, what="the shift")


@pytest.mark.points(3)
def test_the_shift_at_the_edges(submission):
    """With equal diagonal entries (sign(0) is 1) the shift is the smaller eigenvalue, and with b = 0 the entry c."""
    for b in (1.0, -1.0):
        assert_close(submission.wilkinson_shift(3.0, b, 3.0), 2.0, what="the shift with equal diagonal entries")
    for a in (3.0, 7.0, 9.0):
        assert_close(submission.wilkinson_shift(a, 0.0, 7.0), 7.0, what="the shift with b = 0")


@pytest.mark.points(3)
def test_the_shift_keeps_its_digits(submission):
    """A tiny b gives a shift that is right to six digits, not the rounded difference of two numbers almost equal."""
    step = submission.wilkinson_shift(1.0, 1e-6, 0.0)
    assert_close(step, -1e-12, rtol=1e-6, atol=0, what="the shift for a = 1, b = 1e-6, c = 0")
    step = submission.wilkinson_shift(5e-20, 2e-20, 2e-20)
    assert_close(step, 1e-20, rtol=1e-6, atol=0, what="the shift for a = 5e-20, b = 2e-20, c = 2e-20")


@pytest.mark.points(18)
def test_a_step_is_a_similarity(submission, rng):
    """A' is Q^T A Q with an orthogonal Q, and (A - mu I) = Q R with an upper triangular R."""
    for n, mu in ((2, 0.3), (5, -1.2)):
        a = symmetric(rng, n)
        after, q = (np.asarray(part) for part in submission.shifted_step(a, mu))
        assert_close(q.T @ q, np.eye(n), atol=1e-10, what="Q^T Q")
        assert_close(np.tril(q.T @ (a - mu * np.eye(n)), -1), np.zeros((n, n)), atol=1e-10, what="R below its diagonal")
        assert_close(after, q.T @ a @ q, atol=1e-10, what="A', beside Q^T A Q")


@pytest.mark.points(22)
def test_all_eigenvalues(submission, rng):
    """All eigenvalues, of one number as of seven rows, with equal ones among them."""
    fixed = np.array([[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 2.0]])
    for a in (
        fixed,
        made(rng, [6.0, 3.5, -2.0, 1.2, 0.5, -0.2]),
        made(rng, [1.0, 1.0, 4.0, 4.0, 4.0, -2.0]),
        np.array([[5.0]]),
    ):
        values, _ = solved(submission, a)
        assert_close(np.sort(values), np.linalg.eigvalsh(a), atol=1e-8, what="the eigenvalues, sorted")


@pytest.mark.points(6)
def test_the_eigenvalues_go_up(submission, rng):
    """The eigenvalues go up."""
    for a in (np.diag([3.0, -2.0, 1.0]), made(rng, [6.0, 3.5, -2.0, 1.2, 0.5, -0.2])):
        values, _ = solved(submission, a)
        assert np.ptp(values) > 0.5, "All eigenvalues are the same."
        assert_equal(values, np.sort(values), what="the eigenvalues, beside themselves sorted")


@pytest.mark.points(16)
def test_each_column_is_the_eigenvector_of_its_value(submission, rng):
    """The columns are orthonormal, and A v = value * v for each."""
    for a in (made(rng, [6.0, 3.5, -2.0, 1.2, 0.5]), made(rng, [1.0, 1.0, 4.0, -2.0]), np.diag([3.0, -2.0, 1.0])):
        values, vectors = solved(submission, a)
        # What each column is an eigenvector of, whatever the order of the values.
        own = np.einsum("ij,ik,kj->j", vectors, a, vectors)
        assert_close(vectors.T @ vectors, np.eye(len(a)), atol=1e-9, what="the products of the columns")
        assert_close(a @ vectors, vectors * own, atol=1e-7, what="A v, beside v times v.Av")
        assert_close(own, values, atol=1e-7, what="v.Av, beside the value of each column")


@pytest.mark.points(8)
def test_few_steps_are_needed(submission, rng):
    """As many steps as Wilkinson's shift takes are enough, also for close eigenvalues; fewer are an ArithmeticError."""
    for values in ([1.0, 1.01, 1.02, 1.03, 1.04], [5.0, -5.0, 4.999, 1.0], [1.0, 2.0, 3.0, 4.0, 6.0, 7.0, 9.0]):
        a = made(rng, values)
        found, _ = solved(submission, a, 12 * len(a))
        assert_equal(len(found), len(values), what="the number of eigenvalues")
        needed = steps_needed(a)
        found, _ = solved(submission, a, needed + 1)
        assert_equal(len(found), len(values), what="the number of eigenvalues")
        # A limit for each eigenvalue would do with half of them; where less counts as negligible, a few are saved.
        for too_few in (needed // 2, needed - 2):
            with pytest.raises(ArithmeticError):
                submission.eigh(a, too_few)


@pytest.mark.points(2)
def test_negligible_is_relative_to_the_norm(submission):
    """What is negligible grows with the norm of A: tiny numbers aren't cut off, and huge ones don't go on for ever."""
    a = 1e-20 * np.array([[2.0, 1.0, 0.0], [1.0, 3.0, 1.0], [0.0, 1.0, 2.0]])
    values, _ = solved(submission, a)
    expected = np.array([1e-20, 2e-20, 4e-20])
    assert_close(np.sort(values), expected, rtol=1e-8, atol=0, what="the eigenvalues of a tiny matrix, sorted")
    for spectrum in ([1.0, 1.01, 1.02, 1.03, 1.04], [5.0, -5.0, 4.999, 1.0], [1.0, 2.0, 3.0, 4.0, 6.0, 7.0, 9.0]):
        a = 1e6 * made(np.random.default_rng(1), spectrum)
        values, _ = solved(submission, a, 12 * len(a))
        what = "the eigenvalues of a matrix of numbers in the millions, sorted"
        assert_close(np.sort(values), np.sort(spectrum) * 1e6, rtol=1e-9, what=what)
    # Beside 100 the entry 5e-13 is negligible, where 1 and 2 alone would leave it: no step is needed.
    a = np.array([[1.0, 5e-13, 0.0], [5e-13, 2.0, 0.0], [0.0, 0.0, 100.0]])
    values, _ = solved(submission, a, 0)
    assert_close(np.sort(values), np.array([1.0, 2.0, 100.0]), what="the eigenvalues of a matrix that needs no step")
    # The Frobenius norm is 4, and the largest entry, the largest eigenvalue and the sum of a column are 1.
    a = np.diag([1.0, -1.0] * 8)
    a[0, 1] = a[1, 0] = 2e-14
    values, _ = solved(submission, a, 0)
    what = "the eigenvalues, sorted, of a matrix that needs no step: an entry of 2e-14, where the norm is 4"
    assert_close(np.sort(values), np.sort(np.diag(a)), what=what)
    # Here the limit is 2.2e-12.
    with pytest.raises(ArithmeticError):
        submission.eigh(np.array([[100.0, 2e-11], [2e-11, 200.0]]), 0)


@pytest.mark.points(2)
def test_max_steps_are_allowed(submission):
    """max_steps are still allowed: a diagonal matrix takes none, and [[2, 1], [1, 2]] a single one."""
    values, _ = solved(submission, np.diag([3.0, -2.0]), 0)
    assert_equal(
        np.sort(values), np.array([-2.0, 3.0]), what="the eigenvalues of a diagonal matrix after no step, sorted"
    )
    values, vectors = solved(submission, np.array([[5.0]]), 0)
    assert_close(values, np.array([5.0]), what="the eigenvalue of [[5]], after no step")
    assert_close(np.abs(vectors), np.array([[1.0]]), what="the eigenvector of [[5]], up to its sign")
    a = np.array([[2.0, 1.0], [1.0, 2.0]])
    values, _ = solved(submission, a, 1)
    assert_close(np.sort(values), np.array([1.0, 3.0]), what="the eigenvalues after one step, sorted")
    with pytest.raises(ArithmeticError):
        submission.eigh(a, 0)


@pytest.mark.points(6)
def test_where_the_last_entry_is_no_shift(submission):
    """[[0, 1], [1, 0]], which a shift by the last entry would leave as it is, has the eigenvalues -1 and 1."""
    for a in (np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([[0.0, 0.0, 2.0], [0.0, 1.0, 0.0], [2.0, 0.0, 0.0]])):
        values, _ = solved(submission, a, 60)
        assert_close(np.sort(values), np.linalg.eigvalsh(a), atol=1e-9, what="the eigenvalues, sorted")
