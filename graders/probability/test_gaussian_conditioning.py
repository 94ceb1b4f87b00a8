"""Grades `gaussian_conditioning`: the precision matrix, conditioning in two steps, and variables known twice."""

import numpy as np
import pytest

from kata.testing import assert_close


def drawn_law(rng, size):
    a = rng.normal(size=(size, size + 1))
    return rng.normal(0.0, 3.0, size=size), a @ a.T + 0.2 * np.eye(size)


def by_precision(mean, cov, known, values):
    """The oracle: in the precision matrix a conditional is a block, and its mean a linear system."""
    others = np.setdiff1d(np.arange(len(mean)), known)
    precision = np.linalg.inv(cov)
    s = np.linalg.inv(precision[np.ix_(others, others)])
    return mean[others] - s @ precision[np.ix_(others, known)] @ (values - mean[known]), s


MEAN = np.array([1.0, -2.0, 3.0, 0.5])
COV = np.array([[4.0, 1.0, 2.0, 0.5], [1.0, 3.0, 0.0, 1.0], [2.0, 0.0, 5.0, -1.0], [0.5, 1.0, -1.0, 2.0]])
# How exactly S_kk is inverted is judged in tests of its own.
ROUGH = 1e-4
PLAIN = np.array([[4.0, 1.0, 2.0], [1.0, 3.0, -4.0], [2.0, -4.0, 8.0]])


@pytest.mark.points(16)
def test_the_marginal(submission, rng):
    """Means and covariances of the variables that are kept."""
    mean, cov = submission.marginal(MEAN, COV, np.array([0, 2, 3]))
    assert_close(mean, np.array([1.0, 3.0, 0.5]), what="the mean of variables 0, 2 and 3")
    expected = np.array([[4.0, 2.0, 0.5], [2.0, 5.0, -1.0], [0.5, -1.0, 2.0]])
    assert_close(cov, expected, what="the covariance of variables 0, 2 and 3")
    m, s = drawn_law(rng, 6)
    keep = [1, 3, 4]
    mean, cov = submission.marginal(m, s, np.array(keep))
    assert_close(mean, np.array([m[i] for i in keep]), what="the mean of variables 1, 3 and 4")
    assert_close(cov, np.array([[s[i, j] for j in keep] for i in keep]), what="the covariance of variables 1, 3 and 4")


@pytest.mark.points(24)
def test_the_conditional_mean(submission, rng):
    """What is known moves the means of the others."""
    mean, _ = submission.conditional(MEAN[:3], PLAIN, np.array([2]), np.array([11.0]))
    assert_close(mean, np.array([3.0, -6.0]), rtol=ROUGH, what="the mean of variables 0 and 1")
    m, s = drawn_law(rng, 6)
    known, values = np.array([1, 4]), rng.normal(size=2)
    expected, _ = by_precision(m, s, known, values)
    found, _ = submission.conditional(m, s, known, values)
    assert_close(found, expected, rtol=ROUGH, what="the mean of variables 0, 2, 3 and 5")


@pytest.mark.points(24)
def test_the_conditional_covariance(submission, rng):
    """What is known takes variance away from the others."""
    _, cov = submission.conditional(MEAN[:3], PLAIN, np.array([2]), np.array([7.0]))
    assert_close(cov, np.array([[3.5, 2.0], [2.0, 1.0]]), rtol=ROUGH, what="the covariance of variables 0 and 1")
    m, s = drawn_law(rng, 6)
    known = np.array([1, 4])
    _, expected = by_precision(m, s, known, np.zeros(2))
    for values in (rng.normal(size=2), 100.0 * rng.normal(size=2)):
        _, found = submission.conditional(m, s, known, values)
        assert_close(found, expected, rtol=ROUGH, what="the covariance of variables 0, 2, 3 and 5")


@pytest.mark.points(5)
def test_kept_in_any_order(submission):
    """A marginal has its variables in the order that was asked for."""
    order = np.array([3, 0, 2])
    mean, cov = submission.marginal(MEAN, COV, order)
    assert_close(mean, np.array([0.5, 1.0, 3.0]), what="the mean of variables 3, 0 and 2")
    expected = np.array([[2.0, 0.5, -1.0], [0.5, 4.0, 2.0], [-1.0, 2.0, 5.0]])
    assert_close(cov, expected, what="the covariance of variables 3, 0 and 2")


@pytest.mark.points(5)
def test_known_in_any_order(submission, rng):
    """Known variables come in any order, their values in the same."""
    m, s = drawn_law(rng, 5)
    values = rng.normal(size=3)
    expected = by_precision(m, s, np.array([0, 2, 4]), values)
    shuffle = np.array([2, 0, 1])
    found = submission.conditional(m, s, np.array([0, 2, 4])[shuffle], values[shuffle])
    assert_close(found, expected, rtol=ROUGH, what="mean and covariance of variables 1 and 3, given 4, 0 and 2")


@pytest.mark.points(4)
def test_one_variable_alone(submission):
    """One variable that is kept or left over has a mean of shape (1,) and a covariance of shape (1, 1)."""
    # Nothing goes with anything here, so that what is known moves nothing.
    mean, cov = np.array([1.0, -2.0, 3.0]), np.diag([4.0, 3.0, 5.0])
    found = submission.marginal(mean, cov, np.array([2]))
    assert_close(found, (np.array([3.0]), np.array([[5.0]])), what="the law of variable 2")
    found = submission.conditional(mean, cov, np.array([0, 2]), np.array([1.0, 3.0]))
    assert_close(found, (np.array([-2.0]), np.array([[3.0]])), what="the law of variable 1, given the others")


@pytest.mark.points(6)
def test_known_twice(submission, rng):
    """A variable that was measured twice counts once."""
    # First numbers that are exactly singular; whether drawn ones are depends on rounding.
    mean, cov = np.array([1.0, 2.0, 2.0]), np.array([[5.0, 2.0, 2.0], [2.0, 4.0, 4.0], [2.0, 4.0, 4.0]])
    found = submission.conditional(mean, cov, np.array([1, 2]), np.array([4.0, 4.0]))
    right = (np.array([2.0]), np.array([[4.0]]))
    assert_close(found, right, rtol=ROUGH, what="mean and covariance given two copies")
    m, s = drawn_law(rng, 4)
    copies = np.array([0, 1, 2, 3, 1])
    both = np.ix_(copies, copies)
    values = rng.normal(size=2)
    expected = by_precision(m, s, np.array([1, 3]), values)
    found = submission.conditional(m[copies], s[both], np.array([1, 3, 4]), values[[0, 1, 0]])
    assert_close(found, expected, rtol=ROUGH, what="mean and covariance of 0 and 2, given 1, 3 and a copy of 1")


@pytest.mark.points(4)
def test_nothing_is_added_to_what_is_known(submission):
    """The results are exact: no small number keeps S_kk invertible."""
    _, cov = submission.conditional(MEAN[:3], PLAIN, np.array([2]), np.array([7.0]))
    right = np.array([[3.5, 2.0], [2.0, 1.0]])
    assert_close(cov, right, rtol=ROUGH, what="the covariance of variables 0 and 1")
    off = float(np.abs(np.asarray(cov) - right).max())
    assert off < 1e-12, f"The covariance is off by {off:.1e}, as by a small number on the diagonal of S_kk."


@pytest.mark.points(5)
def test_a_variable_that_never_varies(submission):
    """A known variable of variance 0 says nothing, and an unknown one keeps its mean."""
    mean = np.array([1.0, 7.0, 2.0])
    cov = np.array([[4.0, 0.0, 2.0], [0.0, 0.0, 0.0], [2.0, 0.0, 8.0]])
    found = submission.conditional(mean, cov, np.array([1, 2]), np.array([7.0, 6.0]))
    assert_close(found, (np.array([2.0]), np.array([[3.5]])), rtol=ROUGH, what="the law given it and another")
    found = submission.conditional(mean, cov, np.array([1]), np.array([7.0]))
    expected = np.array([1.0, 2.0]), np.array([[4.0, 2.0], [2.0, 8.0]])
    assert_close(found, expected, rtol=ROUGH, what="the law given it alone")
    found = submission.conditional(mean, cov, np.array([2]), np.array([6.0]))
    expected = np.array([2.0, 7.0]), np.array([[3.5, 0.0], [0.0, 0.0]])
    assert_close(found, expected, rtol=ROUGH, what="the law of it and another")


@pytest.mark.points(3)
def test_a_copy_of_what_is_known(submission):
    """An unknown variable that is a copy of a known one has its value, and no variance."""
    mean, cov = np.array([2.0, 1.0, 2.0]), np.array([[4.0, 2.0, 4.0], [2.0, 5.0, 2.0], [4.0, 2.0, 4.0]])
    found = submission.conditional(mean, cov, np.array([0]), np.array([6.0]))
    expected = np.array([3.0, 6.0]), np.array([[4.0, 0.0], [0.0, 0.0]])
    assert_close(found, expected, rtol=ROUGH, what="the law of a variable and the copy")


@pytest.mark.points(2)
def test_a_variable_that_hardly_varies(submission):
    """A singular value below 1e-10 times the largest counts as 0, though it is no rounding, and one above it counts."""
    # The third variable has the variance 1e-12, and would take away half of the first one's.
    mean, cov = np.array([1.0, 2.0, 3.0]), np.array([[4.0, 1.0, 1.4e-6], [1.0, 2.0, 0.0], [1.4e-6, 0.0, 1e-12]])
    found = submission.conditional(mean, cov, np.array([1, 2]), np.array([6.0, 3.0]))
    assert_close(found, (np.array([3.0]), np.array([[3.5]])), rtol=1e-8, what="the law given two variables")
    # With the variance 1e-9, 5e-10 times the largest singular value, it counts, and takes a quarter away.
    s = np.sqrt(1e-9)
    cov = np.array([[4.0, 0.0, s], [0.0, 2.0, 0.0], [s, 0.0, 1e-9]])
    found = submission.conditional(mean, cov, np.array([1, 2]), np.array([2.0, 3.0 + s]))
    assert_close(found, (np.array([2.0]), np.array([[3.0]])), rtol=1e-6, what="the law given one that varies a little")


@pytest.mark.points(2)
def test_small_units(submission):
    """The bound is a share of the largest singular value: small units make no variable constant."""
    found = submission.conditional(np.zeros(3), 1e-20 * PLAIN, np.array([2]), np.array([4e-10]))
    expected = 1e-10 * np.array([1.0, -2.0]), 1e-20 * np.array([[3.5, 2.0], [2.0, 1.0]])
    for one, right, what in zip(found, expected, ("the mean", "the covariance"), strict=True):
        assert_close(one, right, rtol=1e-9, what=what)
