"""Grades `confidence_interval`: exact arithmetic, and the exact law of the mean of a resample by enumeration."""

import itertools
import math
from collections import Counter
from statistics import fmean, stdev

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, uniform


@pytest.mark.points(34)
def test_the_t_interval(submission, rng):
    """The mean, minus and plus t* standard errors."""
    half = 2.5 * math.sqrt(2)
    found = submission.t_interval(np.array([1.0, 3.0, 5.0, 7.0, 9.0]), 2.5)
    assert_close(found, (5 - half, 5 + half), what="the interval")
    assert_close(submission.t_interval(np.array([2.0, 4.0]), 12.706), (3 - 12.706, 3 + 12.706), what="that of 2 and 4")
    x, critical = rng.normal(5.0, 3.0, size=7), uniform(rng, 1.2, 3.5)
    half = critical * stdev(x.tolist()) / math.sqrt(7)
    mean = fmean(x.tolist())
    assert_close(submission.t_interval(x, critical), (mean - half, mean + half), what="the interval")


def sums(x):
    """What N draws with replacement can sum to, and how often each sum comes among all N^N."""
    return Counter(sum(draws) for draws in itertools.product(x, repeat=len(x)))


def check_law(submission, rng, x, n_resamples):
    means = np.asarray(
        submission.bootstrap_means(np.array(x, dtype=float), n_resamples, submission.generator(new_seed(rng)))
    )
    assert_equal(means.shape, (n_resamples,), what="the shape of the means")
    different = len(np.unique(means.round(9)))
    # Numbers of the sample repeat their sums; numbers from a fitted distribution don't.
    assert 2 * different < n_resamples, f"{n_resamples} resamples of {x} have {different} different means: too many."
    totals = Counter(np.rint(means * len(x)).astype(int).tolist())
    assert_close(means * len(x), np.rint(means * len(x)), what=f"the means of resamples of {x}, times {len(x)}")
    law = sums(x)
    strange = sorted(set(totals) - set(law))
    if strange:
        raise AssertionError(f"A resample of {x} sums to {strange[0]}, which {len(x)} draws from it can't.")
    order = sorted(law)
    n_all = len(x) ** len(x)
    what = f"the sums of resamples of {x}, in the order {order},"
    assert_distribution([totals[total] for total in order], [law[total] / n_all for total in order], what=what)


@pytest.mark.points(24)
def test_the_bootstrap(submission, rng):
    """Each mean is that of N draws with replacement, and has exactly the law of one."""
    x = rng.normal(size=9)
    means = np.asarray(submission.bootstrap_means(x, 20, submission.generator(new_seed(rng))))
    assert_equal(means.shape, (20,), what="the shape of the means")
    one_for_all = np.ptp(means) < 1e-12 and abs(means[0] - x.mean()) > 1e-9
    assert not one_for_all, "All resamples have one mean, as where the numbers are drawn once for all of them."
    check_law(submission, rng, [0, 0, 1, 5], 2000)
    check_law(submission, rng, rng.permutation([1, 10, 100, 1000]).tolist(), 3000)


@pytest.mark.points(4)
def test_resamples_are_independent(submission, rng):
    """Resamples that follow one another are independent."""
    x = np.array([0.0, 1.0, 5.0])
    means = np.asarray(submission.bootstrap_means(x, 2000, submission.generator(new_seed(rng))))
    assert_equal(means.shape, (2000,), what="the shape of the means")
    totals = np.rint(means * 3).astype(int)
    assert len(np.unique(totals)) > 2, "The resamples hardly differ."
    pairs = np.bincount(2 * (totals[::2] < 5) + (totals[1::2] < 5), minlength=4)
    small = float((totals < 5).mean())  # how it should be is judged elsewhere
    expected = [(1 - small) ** 2, small * (1 - small), small * (1 - small), small**2]
    assert 0.05 < small < 0.95, "Hardly a resample has a large mean, or a small one."
    assert_distribution(
        pairs, expected, what="pairs of neighbours (large, large), (large, small), (small, large), both small,"
    )


@pytest.mark.points(4)
def test_rng_is_the_only_source(submission, rng):
    """The same state of rng gives the same means, another one gives others."""
    x = rng.normal(size=9)
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = [
        np.asarray(submission.bootstrap_means(x, 20, submission.generator(seed)))
        for seed in (seeds[0], seeds[0], seeds[1])
    ]
    assert_equal(runs[1], runs[0], what="the means of the second run with one seed")
    assert not np.array_equal(runs[2], runs[0]), "Two seeds of rng gave the same means."


@pytest.mark.points(26)
def test_the_percentile_interval(submission, rng):
    """What lies at (1 - level) / 2 and (1 + level) / 2 of the sorted estimates."""
    found = submission.percentile_interval(np.array([30.0, 0.0, 20.0, 10.0, 70.0]), 0.5)
    ends = np.ravel(found)
    # How many deviations it reaches differs: a fixed number, or one that goes with the level.
    around_the_mean = ends.shape == (2,) and ends[0] < ends[1] and abs(ends.sum() - 52) < 1e-6
    assert not around_the_mean, "The interval of 0, 10, 20, 30 and 70 reaches equally far on both sides of their mean."
    assert_close(found, (10.0, 30.0), what="the interval")
    # Positions that are whole numbers, without rounding: what lies between two estimates is judged elsewhere.
    estimates = np.exp(rng.normal(size=65))
    in_order = sorted(estimates.tolist())
    for level, position in ((0.9375, 2), (0.75, 8)):
        expected = (in_order[position], in_order[64 - position])
        assert_close(submission.percentile_interval(estimates.copy(), level), expected, what=f"that of level {level}")


@pytest.mark.points(4)
def test_between_two_estimates(submission, rng):
    """A quantile between two estimates is interpolated linearly."""
    found = submission.percentile_interval(np.array([10.0, 0.0, 30.0, 20.0]), 0.4)
    # Which one is taken differs: the nearest, the one below, the one at q R.
    picked = set(np.ravel(found).tolist()) <= {0.0, 10.0, 20.0, 30.0}
    assert not picked, "Both ends are estimates where they lie between two of them."
    assert_close(found, (9.0, 21.0), what="the interval")
    found = submission.percentile_interval(np.array([4.0]), 0.5)
    assert_close(found, (4.0, 4.0), what="the interval of a single estimate")
    estimates, level = np.exp(rng.normal(size=8)), uniform(rng, 0.6, 0.9)
    in_order, ends = sorted(estimates.tolist()), []
    for q in ((1 - level) / 2, (1 + level) / 2):
        below = math.floor(q * 7)
        part = q * 7 - below
        ends.append((1 - part) * in_order[below] + part * in_order[below + 1])
    assert_close(submission.percentile_interval(estimates, level), tuple(ends), what=f"that of level {level}")


@pytest.mark.points(4)
def test_what_is_refused(submission):
    """Fewer than two samples, and a level that isn't between 0 and 1, raise ValueError."""
    low, high = submission.t_interval(np.array([2.0, 4.0]), 1.0)
    assert float(low) < float(high), "The interval of two samples has no length."
    with pytest.raises(ValueError):
        submission.t_interval(np.array([2.0]), 1.0)
    estimates = np.array([1.0, 2.0, 3.0])
    low, high = submission.percentile_interval(estimates, 0.99)
    assert float(low) < float(high), "The interval of level 0.99 has no length."
    for level in (0.0, 1.0, 95.0, -0.5):
        with pytest.raises(ValueError):
            submission.percentile_interval(estimates, level)
