"""Grades `multiple_testing`: the definitions, pair by pair and in fractions, and SciPy's false discovery control."""

from fractions import Fraction

import numpy as np
import pytest

from kata.testing import assert_close


def holm_of(p):
    """The oracle: for each test the largest factor times p among those that aren't larger, in whole fractions."""
    p = [Fraction(value) for value in p]
    m, ordered = len(p), sorted(p)
    factors = [(m - j) * value for j, value in enumerate(ordered)]
    return np.array([float(min(1, max(f for f, q in zip(factors, ordered, strict=True) if q <= v))) for v in p])


def small(rng, m):
    """p-values that are all different, in no order, and too small to be cut off."""
    p = np.cumsum(rng.uniform(0.1, 1.0, size=m))
    return rng.permutation(0.9 * p / p.max() / m**1.1)


@pytest.mark.points(20)
def test_bonferroni(submission, rng):
    """Each p-value times the number of tests."""
    found = submission.bonferroni(np.array([0.03, 0.01, 0.2, 0.005]))
    assert_close(found, np.array([0.12, 0.04, 0.8, 0.02]), what="the adjusted p-values")
    p = small(rng, 7)
    assert_close(submission.bonferroni(p), 7 * p, what="the adjusted p-values")


@pytest.mark.points(26)
def test_holm(submission, rng):
    """The factor falls from m for the smallest to 1 for the largest."""
    found = submission.holm(np.array([0.01, 0.02, 0.04, 0.3]))
    assert_close(found, np.array([0.04, 0.06, 0.08, 0.3]), what="the adjusted p-values of sorted ones")
    found = submission.holm(np.array([0.3, 0.01, 0.04, 0.02]))
    assert_close(found, np.array([0.3, 0.04, 0.08, 0.06]), what="the adjusted p-values")
    p = rng.permutation(np.array([0.001, 0.004, 0.007, 0.02, 0.045, 0.15]) * rng.uniform(0.9, 1.1))
    assert_close(submission.holm(p), holm_of(p), what="the adjusted p-values")


@pytest.mark.points(30)
def test_benjamini_hochberg(submission, rng):
    """m p / rank."""
    from scipy.stats import false_discovery_control

    found = submission.benjamini_hochberg(np.array([0.01, 0.03, 0.06, 0.1]))
    assert_close(found, np.array([0.04, 0.06, 0.08, 0.1]), what="the adjusted p-values of sorted ones")
    found = submission.benjamini_hochberg(np.array([0.06, 0.01, 0.1, 0.03]))
    assert_close(found, np.array([0.08, 0.04, 0.1, 0.06]), what="the adjusted p-values")
    p = rng.permutation(np.array([0.001, 0.004, 0.009, 0.03, 0.1, 0.4]) * rng.uniform(0.9, 1.1))
    assert_close(submission.benjamini_hochberg(p), false_discovery_control(p), what="the adjusted p-values")


@pytest.mark.points(8)
def test_the_running_maximum(submission, rng):
    """Holm: no adjusted value is below that of a smaller p."""
    found = submission.holm(np.array([0.05, 0.052, 0.06, 0.07]))
    assert_close(found, np.array([0.2, 0.2, 0.2, 0.2]), what="the adjusted p-values")
    p = np.sort([0.05, 0.0501, 0.0502, *rng.uniform(0.02, 0.1, size=6)])
    assert_close(submission.holm(p), holm_of(p), what="the adjusted p-values of sorted ones")


@pytest.mark.points(8)
def test_the_running_minimum(submission, rng):
    """Benjamini-Hochberg: no adjusted value is above that of a larger p."""
    from scipy.stats import false_discovery_control

    found = submission.benjamini_hochberg(np.array([0.04, 0.05, 0.06, 0.08]))
    assert_close(found, np.array([0.08, 0.08, 0.08, 0.08]), what="the adjusted p-values")
    p = np.sort([0.05, 0.0501, 0.0502, *rng.uniform(0.02, 0.9, size=6)])
    assert_close(submission.benjamini_hochberg(p), false_discovery_control(p), what="the adjusted p-values in order")


@pytest.mark.points(4)
def test_at_most_1(submission):
    """Adjusted values above 1 are 1, and those below stay."""
    p = np.array([0.125, 0.9, 0.95, 1.0])
    assert_close(submission.bonferroni(p), np.array([0.5, 1.0, 1.0, 1.0]), what="Bonferroni's")
    assert_close(submission.holm(p), np.array([0.5, 1.0, 1.0, 1.0]), what="Holm's")
    assert_close(submission.holm(np.array([0.75, 1.0])), np.array([1.0, 1.0]), what="Holm's")


@pytest.mark.points(4)
def test_ties(submission):
    """Equal p-values have equal adjusted ones; a single test and a p of 0 need no adjustment."""
    p = np.array([0.0, 0.01, 0.02, 0.02, 0.02, 0.1])
    assert_close(submission.holm(p), np.array([0.0, 0.05, 0.08, 0.08, 0.08, 0.1]), what="Holm's")
    p = np.array([0.0, 0.019, 0.02, 0.02, 0.02])
    found = submission.benjamini_hochberg(p)
    assert_close(found, np.array([0.0, 0.02, 0.02, 0.02, 0.02]), atol=1e-12, what="Benjamini and Hochberg's")
    for function in (submission.bonferroni, submission.holm, submission.benjamini_hochberg):
        assert_close(function(np.array([0.375])), np.array([0.375]), what="the adjusted value of a single test")
