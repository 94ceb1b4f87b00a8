"""Grades `t_test`: SciPy's tests, beside cases worked by hand."""

import math

import numpy as np
import pytest
from scipy import stats

from kata.testing import assert_close, sizes


def samples(rng):
    """Two samples of different sizes, means and spreads."""
    n_x, n_y = sizes(rng, 4, 9)
    return rng.normal(1.0, 1.0, size=n_x), rng.normal(-1.0, 3.0, size=n_y)


def size_of(t):
    """t without its sign, which is judged in a test of its own."""
    return abs(float(t))


@pytest.mark.points(20)
def test_pooled_t(submission, rng):
    """The difference of the means over the pooled standard error."""
    # Variances of 4.5 and 4, and 12.5 / 3 for both.
    t, _ = submission.pooled_t(np.array([1.0, 4.0]), np.array([2.0, 4.0, 6.0]))
    assert_close(size_of(t), 1.5 / math.sqrt(12.5 / 3 * (1 / 2 + 1 / 3)), what="the size of t")
    x, y = samples(rng)
    found = size_of(submission.pooled_t(x, y)[0])
    assert_close(found, abs(stats.ttest_ind(x, y).statistic), what="the size of t")


@pytest.mark.points(6)
def test_pooled_degrees_of_freedom(submission, rng):
    """Both sizes together, less 2."""
    _, dof = submission.pooled_t(np.array([1.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    assert_close(float(dof), 3.0, what="the degrees of freedom")
    x, y = samples(rng)
    assert_close(float(submission.pooled_t(x, y)[1]), 11.0, what="the degrees of freedom")


@pytest.mark.points(20)
def test_welch_t(submission, rng):
    """The difference of the means over the standard error of two variances."""
    t, _ = submission.welch_t(np.array([1.0, 3.0]), np.array([2.0, 4.0, 6.0]))
    by_n = abs(size_of(t) - 2 / math.sqrt(1 / 2 + 8 / 9)) < 1e-9
    assert not by_n, "The variances of Welch's t have N in the denominator: they have N - 1."
    assert_close(size_of(t), 2 / math.sqrt(7 / 3), what="the size of t")
    x, y = samples(rng)
    found = size_of(submission.welch_t(x, y)[0])
    assert_close(found, abs(stats.ttest_ind(x, y, equal_var=False).statistic), what="the size of t")


@pytest.mark.points(14)
def test_welch_degrees_of_freedom(submission, rng):
    """Welch's degrees of freedom, made of the squared errors e = v / n, are no whole number."""
    # They are 5.7 here: rounded down 5 and to the nearest 6; the pooled test has 9, the smaller sample 2.
    x, y = np.array([2.0, 5.0, 7.0]), np.array([1.0, 9.0, 3.0, 8.0, 2.0, 12.0, 5.0, 7.0])
    # SciPy's number, written down: its tests are the most of what this grader costs.
    assert_close(submission.welch_t(x, y)[1], 5.686330704770633, what="the degrees of freedom")
    x, y = samples(rng)
    expected = stats.ttest_ind(x, y, equal_var=False).df
    assert_close(submission.welch_t(x, y)[1], expected, what="the degrees of freedom")


@pytest.mark.points(20)
def test_paired_t(submission, rng):
    """The mean of the differences over its standard error."""
    t, _ = submission.paired_t(np.array([3.0, 5.0, 2.0, 9.0]), np.array([0.0, 6.0, 1.0, 4.0]))
    by_n = abs(size_of(t) - 2 / math.sqrt(5 / 4)) < 1e-9
    assert not by_n, "The variance of the differences has n in the denominator: it has n - 1."
    assert_close(size_of(t), 2 / math.sqrt(5 / 3), what="the size of t where one difference is below 0")
    x = 10 * rng.normal(size=7)
    y = x + rng.normal(0.5, 1.0, size=7)
    found = size_of(submission.paired_t(x, y)[0])
    assert_close(found, abs(stats.ttest_rel(x, y).statistic), what="the size of t")


@pytest.mark.points(4)
def test_the_sign(submission, rng):
    """t is above 0 where x has the larger mean, and below 0 where y has it."""
    x, y = rng.normal(5.0, 1.0, size=4), rng.normal(-5.0, 1.0, size=4)
    for function in (submission.pooled_t, submission.welch_t, submission.paired_t):
        one, other = float(function(x, y)[0]), float(function(y, x)[0])
        assert one > 0, "x has the larger mean, and t isn't above 0."
        assert other < 0, "y has the larger mean, and t isn't below 0."
        assert_close(size_of(other), size_of(one), what="the size of t of the two samples swapped")


@pytest.mark.points(6)
def test_paired_degrees_of_freedom(submission, rng):
    """The number of pairs less 1."""
    for n in (7, 2):
        _, dof = submission.paired_t(rng.normal(size=n), rng.normal(size=n))
        assert_close(float(dof), n - 1.0, what=f"the degrees of freedom of {n} pairs")


@pytest.mark.points(4)
def test_sizes_that_do_not_fit(submission):
    """A sample of fewer than two numbers, and pairs of different lengths, raise ValueError."""
    one, two, three = np.array([4.0]), np.array([1.0, 3.0]), np.array([2.0, 9.0, 4.0])
    for function in (submission.pooled_t, submission.welch_t):
        assert float(function(two, three)[0]) != 0, "t of samples with different means is 0."
        for x, y in ((one, three), (three, one)):
            with pytest.raises(ValueError):
                function(x, y)
    assert float(submission.paired_t(two, np.array([2.0, 9.0]))[0]) != 0, "t of samples with different means is 0."
    for x, y in ((two, three), (three, two), (one, three), (one, np.array([2.0]))):
        with pytest.raises(ValueError):
            submission.paired_t(x, y)


@pytest.mark.points(2)
def test_one_sample_without_spread(submission):
    """A sample without spread is no error beside one that spreads: se isn't 0, and there is a t."""
    flat, spread = np.array([2.0, 2.0]), np.array([4.0, 4.5, 5.0])
    for function in (submission.pooled_t, submission.welch_t):
        one, other = float(function(flat, spread)[0]), float(function(spread, flat)[0])
        assert abs(one) > 0, "t of samples with different means is 0."
        assert math.isfinite(one), "With one sample that spreads t isn't finite."
        assert_close(size_of(other), size_of(one), what="the size of t of the two samples swapped")


@pytest.mark.points(2)
def test_a_small_spread(submission):
    """In small units nothing changes: se is small then, but not 0."""
    x, y = 1e-15 * np.array([1.0, 3.0, 4.0]), 1e-15 * np.array([2.0, 7.0, 6.0])
    for function in (submission.pooled_t, submission.welch_t, submission.paired_t):
        plain = float(function(np.array([1.0, 3.0, 4.0]), np.array([2.0, 7.0, 6.0]))[0])
        assert abs(plain) > 0, "t of samples with different means is 0."
        assert_close(float(function(x, y)[0]), plain, rtol=1e-6, what="t, beside that in units 1e15 times as large")


@pytest.mark.points(2)
def test_no_spread(submission):
    """Where neither sample spreads, or the pairs' differences don't, there is no t."""
    flat, other = np.array([2.0, 2.0]), np.array([4.0, 4.0, 4.0])
    for function in (submission.pooled_t, submission.welch_t):
        t = float(function(np.array([1.0, 3.0]), np.array([4.0, 4.5, 5.0]))[0])
        assert t != 0, "t of samples with different means is 0."
        for y in (other, flat):
            with pytest.raises(ValueError):
                function(flat, y)
    with pytest.raises(ValueError):
        submission.paired_t(np.array([3.0, 5.0, 8.0]), np.array([1.0, 3.0, 6.0]))
