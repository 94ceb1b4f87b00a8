"""Grades `sampling_distribution`: exact arithmetic, and the law of a mean of draws by enumeration."""

import itertools
import math
from collections import Counter
from statistics import stdev

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed


@pytest.mark.points(26)
def test_the_standard_error(submission, rng):
    """s over the root of n, with n - 1 below the squares."""
    assert_close(submission.standard_error(np.array([1.0, 3.0, 5.0, 7.0])), math.sqrt(5 / 3), what="se")
    assert_close(submission.standard_error(np.array([2.0, 6.0])), 2.0, what="se of 2 and 6")
    x = rng.normal(3.0, 4.0, size=11)
    assert_close(submission.standard_error(x), stdev(x.tolist()) / math.sqrt(11), what="se")


@pytest.mark.points(4)
def test_a_single_number(submission):
    """One number has no standard error: ValueError."""
    assert_close(submission.standard_error(np.array([2.0, 2.0])), 0.0, what="se of 2 and 2")
    for x in (np.array([2.0]), np.array([])):
        with pytest.raises(ValueError):
            submission.standard_error(x)


@pytest.mark.points(26)
def test_the_moments(submission, rng):
    """The mean of the law, and its standard deviation over the root of n."""
    found = submission.moments_of_mean(np.array([1.0, 5.0, 9.0]), np.array([0.5, 0.25, 0.25]), 4)
    assert_close(found, (4.0, math.sqrt(11) / 2), what="the mean and standard deviation")
    values, p = rng.normal(2.0, 5.0, size=5), rng.dirichlet(np.full(5, 3.0))
    mu = math.fsum(v * q for v, q in zip(values.tolist(), p.tolist(), strict=True))
    square = math.fsum(v * v * q for v, q in zip(values.tolist(), p.tolist(), strict=True))
    for n in (1, 7):
        expected = (mu, math.sqrt((square - mu * mu) / n))
        found = submission.moments_of_mean(values, p, n)
        assert_close(found, expected, what=f"the mean and standard deviation for n = {n}")


def law_of_sums(values, probabilities, n):
    """The probability of each sum of n draws, by enumeration."""
    law = Counter()
    for draws in itertools.product(range(len(values)), repeat=n):
        law[sum(values[k] for k in draws)] += math.prod(probabilities[k] for k in draws)
    return law


def drawn_sums(submission, rng, values, probabilities, n, n_repeats):
    """Sums of draws, which are whole numbers here."""
    generator = submission.generator(new_seed(rng))
    values, probabilities = np.array(values, dtype=float), np.array(probabilities)
    means = np.asarray(submission.sample_means(values, probabilities, n, n_repeats, generator))
    assert_equal(means.shape, (n_repeats,), what="the shape of the means")
    assert_close(means * n, np.rint(means * n), what=f"the means of {n} draws from {values.tolist()}, times {n}")
    return np.rint(means * n).astype(int)


@pytest.mark.points(32)
def test_the_law_of_the_means(submission, rng):
    """Each mean is that of n independent draws from the law."""
    # Of means of a single draw some differ, unless all are made from one sample, however it is drawn from again.
    # With three outcomes an index that is off by one and cut off at the ends doesn't look like that.
    single = drawn_sums(submission, rng, [3, 8, 13], [0.25, 0.5, 0.25], 1, 100)
    assert len(set(single.tolist())) > 1, (
        "100 means of a single draw each are all the same, as if they came from one sample."
    )
    values, order = np.array([0, 1, 7, 30]), rng.permutation(4)
    for some, p, n in (
        ([0, 1, 5, 13], [0.5, 0.125, 0.25, 0.125], 3),
        (values[order].tolist(), np.array([0.15, 0.4, 0.2, 0.25])[order].tolist(), 2),
    ):
        law = law_of_sums(some, p, n)
        sums = drawn_sums(submission, rng, some, p, n, 3000)
        counts = Counter(sums.tolist())
        strange = sorted(set(counts) - set(law))
        assert_equal(strange, [], what=f"what {n} draws from {some} sum to, though they can't")
        in_order = sorted(law)
        what = f"the sums of {n} draws from {some}, in the order {in_order},"
        assert_distribution([counts[total] for total in in_order], [law[total] for total in in_order], what=what)


@pytest.mark.points(8)
def test_means_are_independent(submission, rng):
    """Means that follow one another are independent."""
    some, p = [0, 1], [0.25, 0.75]
    sums = drawn_sums(submission, rng, some, p, 3, 3000)
    above = law_of_sums(some, p, 3)[3]
    all_ones = np.isin(sums, [3]).astype(int)
    pairs = np.bincount(2 * all_ones[::2] + all_ones[1::2], minlength=4)
    expected = [(1 - above) ** 2, (1 - above) * above, above * (1 - above), above**2]
    assert_distribution(pairs, expected, what="pairs of neighbours, (below, below), (below, all 1), ..., both all 1,")


@pytest.mark.points(4)
def test_rng_is_the_only_source(submission, rng):
    """The same state of rng gives the same means, another one gives others."""
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    values, p = rng.normal(size=9), np.full(9, 1 / 9)
    runs = [
        np.asarray(submission.sample_means(values, p, 4, 20, submission.generator(seed)))
        for seed in (seeds[0], seeds[0], seeds[1])
    ]
    assert_equal(runs[1], runs[0], what="the means of the second run with one seed")
    assert not np.array_equal(runs[2], runs[0]), "Two seeds of rng gave the same means."
