"""Grades `ks_test`: SciPy's statistic and its Kolmogorov distribution, beside cases worked by hand."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, sizes


@pytest.mark.points(20)
def test_the_empirical_distribution_function(submission, rng):
    """The share of the sample that is <= t."""
    # Sorted here and below: the order of a sample is a test of its own.
    found = submission.ecdf(np.array([1.0, 3.0, 7.0, 8.0]), np.array([0.0, 1.5, 9.0, 4.0]))
    assert_close(found, np.array([0.0, 0.25, 1.0, 0.5]), what="F")
    sample, at = np.sort(rng.normal(size=7)), rng.normal(size=12)
    expected = (sample[:, None] <= at).mean(axis=0)
    assert_close(submission.ecdf(sample, at), expected, what="F")


@pytest.mark.points(8)
def test_the_function_at_its_jumps(submission, rng):
    """At a number of the sample that number counts, as often as it occurs."""
    sample = np.array([1.0, 3.0, 3.0, 3.0, 7.0])
    found = submission.ecdf(sample, np.array([1.0, 3.0, 7.0]))
    assert_close(found, np.array([0.2, 0.8, 1.0]), what="F at the numbers of the sample")
    sample = np.sort(rng.integers(0, 5, size=11).astype(float))
    at = np.arange(-1.0, 6.0)
    assert_close(submission.ecdf(sample, at), (sample[:, None] <= at).mean(axis=0), what="F at whole numbers")


@pytest.mark.points(26)
def test_the_statistic(submission, rng):
    """The largest distance of the two functions."""
    from scipy import stats

    x, y = np.array([2.0, 6.0]), np.array([1.0, 4.0, 7.0, 8.0, 9.0])
    assert_close(submission.ks_statistic(x, y), 0.6, what="D")
    assert_close(submission.ks_statistic(y, x), 0.6, what="D of the samples swapped")
    assert_close(
        submission.ks_statistic(np.array([3.0, 4.0]), np.array([5.0])), 1.0, what="D of samples that lie apart"
    )
    x, y = np.array([0.0, 1.0, 2.0, 3.0, 1e9]), np.array([4.0, 5.0, 6.0, 7.0, 1e9])
    assert_close(submission.ks_statistic(x, y), 0.8, what="D of two samples with a far number")
    n, m = sizes(rng, 8, 13)
    x, y = np.sort(rng.normal(size=n)), np.sort(rng.normal(0.3, 2.0, size=m))
    assert_close(submission.ks_statistic(x, y), stats.ks_2samp(x, y).statistic, what="D")
    inner = np.sort(rng.uniform(-1, 1, size=n))
    outer = np.sort(np.concatenate([rng.uniform(-3, -2, size=4), rng.uniform(2, 3, size=6)]))
    assert_close(submission.ks_statistic(inner, outer), 0.6, what="D of a narrow and a wide sample")
    assert_close(submission.ks_statistic(outer, inner), 0.6, what="D of a wide and a narrow sample")


@pytest.mark.points(14)
def test_ties(submission, rng):
    """Equal numbers, in one sample or in both, are one jump."""
    from scipy import stats

    x = np.array([1.0, 2.0, 2.0, 2.0])
    assert_close(submission.ks_statistic(x, np.array([1.0, 2.0, 2.0, 2.0])), 0.0, what="D of equal samples")
    y = np.array([1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 3.0, 3.0])
    assert_close(submission.ks_statistic(x, y), 0.25, what="D of samples with ties")
    assert_close(submission.ks_statistic(y, x), 0.25, what="D of samples with ties, swapped")
    x, y = np.sort(rng.integers(0, 4, size=9)).astype(float), np.sort(rng.integers(1, 5, size=14)).astype(float)
    assert_close(submission.ks_statistic(x, y), stats.ks_2samp(x, y).statistic, what="D of samples with ties")


@pytest.mark.points(18)
def test_the_p_value(submission, rng):
    """The alternating sum at lambda = sqrt(n m / (n + m)) D."""
    from scipy.special import kolmogorov

    fixed = ((0.8, 2, 3), (0.25, 50, 50), (0.125, 30, 400), (0.2, 24, 50))
    for d, n, m in (*fixed, (float(rng.uniform(0.3, 0.4)), 20, 60)):
        expected = float(kolmogorov(math.sqrt(n * m / (n + m)) * d))
        what = f"p of D = {d:.4g}, n = {n}, m = {m}"
        found = submission.ks_p_value(d, n, m)
        p = float(found) if isinstance(found, float) else expected
        assert not p <= 0, f"{what} is {p:.4g}, as where the signs are the wrong way round, or k = 0 has a term."
        assert_close(found, expected, atol=1e-8, rtol=0, what=what)


@pytest.mark.points(6)
def test_both_ends_of_p(submission):
    """A small D has a p near 1, and 1 for D = 0; p is never outside 0 to 1."""
    from scipy.special import kolmogorov

    for d in (0.0, 1e-4, 0.001, 0.01, 0.02, 0.035, 0.04):
        expected = float(kolmogorov(math.sqrt(100 * 200 / 300) * d))
        found = float(submission.ks_p_value(d, 100, 200))
        assert_close(found, expected, atol=1e-8, rtol=0, what=f"p of D = {d}, n = 100, m = 200")
        assert 0 <= found <= 1, f"p of D = {d} is {found}."
    found = float(submission.ks_p_value(1.0, 5000, 3000))
    assert_close(found, 0.0, atol=1e-8, what="p of D = 1, n = 5000, m = 3000")
    assert 0 <= found <= 1, f"p of D = 1 is {found}."


@pytest.mark.points(8)
def test_any_order(submission, rng):
    """The numbers of a sample come in any order, for F and for D."""
    found = submission.ecdf(np.array([3.0, 1.0, 8.0, 7.0]), np.array([0.0, 1.5, 9.0, 4.0]))
    assert_close(found, np.array([0.0, 0.25, 1.0, 0.5]), what="F of a sample that isn't sorted")
    # One of the two in the wrong order is enough to be seen here.
    wide, narrow = np.array([9.0, 1.0, 8.0, 2.0]), np.array([7.0, 3.0, 6.0, 4.0, 5.0])
    for samples in ((wide, narrow), (narrow, wide)):
        assert_close(submission.ks_statistic(*samples), 0.5, what="D of samples that aren't sorted")
    x, y = rng.permutation([1.0, 2.0, 4.0, 7.0, 8.0]), rng.permutation([3.0, 5.0, 6.0, 8.5, 9.0, 9.5])
    for turned in (False, True):
        samples = [np.sort(x)[::-1].copy(), np.sort(y)[::-1].copy()] if turned else [x, y]
        assert_close(submission.ks_statistic(*samples), 0.5, what="D of samples that aren't sorted")
