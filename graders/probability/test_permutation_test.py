"""Grades `permutation_test`: splits counted in whole numbers, so that equal differences are equal."""

import itertools
from fractions import Fraction

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, new_seed

ALTERNATIVES = ("greater", "less", "two-sided")


def share(x, y, alternative):
    """The oracle: x and y are whole numbers, and the statistic is their exact difference of means."""
    pooled, n, m = [*x, *y], len(x), len(y)
    total = sum(pooled)

    def difference(of_x):
        return Fraction(of_x, n) - Fraction(total - of_x, m)

    observed = difference(sum(x))
    found = [difference(sum(split)) for split in itertools.combinations(pooled, n)]
    extreme = {
        "greater": [t >= observed for t in found],
        "less": [t <= observed for t in found],
        "two-sided": [abs(t) >= abs(observed) for t in found],
    }[alternative]
    return sum(extreme) / len(found)


def exact(submission, x, y, alternative, scale=1.0):
    return submission.exact_p_value(np.array(x) * scale, np.array(y) * scale, alternative)


def drawn(rng):
    """Whole numbers that are all different, of n = 3 and m = 5, whose sums hardly ever agree."""
    pool = rng.choice(2000, size=8, replace=False).tolist()
    return pool[:3], pool[3:]


@pytest.mark.points(30)
def test_one_sided(submission, rng):
    """The share of splits whose difference is at least as far on one side."""
    x, y = [9, 4, 7], [1, 5, 3, 8]
    for alternative, expected in (("greater", 7 / 35), ("less", 31 / 35)):
        assert_close(exact(submission, x, y, alternative), expected, what=f'p of {x} and {y}, "{alternative}"')
    x, y = drawn(rng)
    for alternative in ("greater", "less"):
        expected = share(x, y, alternative)
        assert_close(exact(submission, x, y, alternative), expected, what=f'p, "{alternative}"')


@pytest.mark.points(24)
def test_two_sided(submission, rng):
    """The share of splits whose difference is at least as large, whatever its sign."""
    x, y = [9, 4, 7], [1, 5, 3, 8]
    assert_close(exact(submission, x, y, "two-sided"), 11 / 35, what=f"p of {x} and {y}")
    assert_close(exact(submission, [1, 2], [20, 30, 50], "two-sided"), 0.2, what="p of 1, 2 and 20, 30, 50")
    x, y = drawn(rng)
    assert_close(exact(submission, x, y, "two-sided"), share(x, y, "two-sided"), what="p")
    assert_close(exact(submission, y, x, "two-sided"), share(x, y, "two-sided"), what="p of the samples swapped")


@pytest.mark.points(8)
def test_equal_numbers(submission):
    """Equal numbers make several splits, and an equal difference is extreme."""
    x, y = [2, 3, 3], [5, 5, 1, 1]
    for alternative in ALTERNATIVES:
        expected = share(x, y, alternative)
        assert_close(exact(submission, x, y, alternative), expected, what=f'p of {x} and {y}, "{alternative}"')
    for alternative in ALTERNATIVES:
        assert_close(
            exact(submission, [4, 4], [4, 4, 4], alternative), 1.0, what=f'p of equal numbers, "{alternative}"'
        )


@pytest.mark.points(8)
def test_rounding(submission, rng):
    """Differences that are equal up to rounding are equal, and others aren't."""
    fixed = [8, 2, 7, 4], [1, 9, 6, 3]  # where plain comparisons miscount
    balanced = [3, 8, 4], [7, 6, 2]  # the difference is 0 up to rounding: a relative slack is none
    order = rng.permutation([1, 2, 3, 4, 6, 7, 8, 9]).tolist()
    for x, y in (fixed, balanced, (order[:4], order[4:])):
        for alternative in ALTERNATIVES:
            found = exact(submission, x, y, alternative, scale=0.1)
            what = f'p of {x} and {y}, all divided by 10, "{alternative}"'
            assert_close(found, share(x, y, alternative), what=what)
    # A difference that is 5e-7 below the observed one, which is more than rounding.
    for alternative, expected in (("greater", 1 / 6), ("two-sided", 2 / 6)):
        found = exact(submission, [3.0000004, 9.0], [3.0, 2.0], alternative)
        assert_close(found, expected, what=f'p of 3.0000004, 9 and 3, 2, "{alternative}"')
    # No split is below the observed one, but the mean of x depends on the order in which it is added up.
    x, y = np.array([0.1, 0.2, 0.3]), np.array([0.6])
    found = submission.monte_carlo_p_value(x, y, 150, submission.generator(new_seed(rng)), "greater")
    assert_close(found, 1.0, what=f'p of {x.tolist()} and {y.tolist()} from random splits, "greater"')


@pytest.mark.points(18)
def test_random_splits(submission, rng):
    """Each random split is extreme with the exact p-value as its probability."""
    for x, y in (([9, 4, 12], [1, 5, 3, 6]), ([0, 90, 0, 0], [0, 0, 0])):
        for alternative in ALTERNATIVES:
            arguments = np.array(x, dtype=float), np.array(y, dtype=float), 400, submission.generator(new_seed(rng))
            p = float(submission.monte_carlo_p_value(*arguments, alternative))
            n_extreme = min(max(round(p * 401) - 1, 0), 400)
            law = share(x, y, alternative)
            what = f'extreme splits and others, "{alternative}", of {x} and {y}'
            assert_distribution([n_extreme, 400 - n_extreme], [law, 1 - law], what=what)


@pytest.mark.points(6)
def test_the_observed_split_counts(submission, rng):
    """Monte Carlo: (1 + extreme) / (1 + R), so p is never 0."""
    x, y = np.arange(20.0) + 100, np.arange(20.0)
    for n_splits in (9, 24):
        p = submission.monte_carlo_p_value(x, y, n_splits, submission.generator(new_seed(rng)), "greater")
        assert_close(p, 1 / (1 + n_splits), what=f"p of samples that lie apart, R = {n_splits}")
        p = submission.monte_carlo_p_value(x, y, n_splits, submission.generator(new_seed(rng)), "less")
        assert_close(p, 1.0, what=f'p of samples that lie apart, "less", R = {n_splits}')
        p = submission.monte_carlo_p_value(x, y, n_splits, submission.generator(new_seed(rng)), "two-sided")
        assert_close(p, 1 / (1 + n_splits), what=f'p of samples that lie apart, "two-sided", R = {n_splits}')


@pytest.mark.points(2)
def test_other_alternatives(submission, rng):
    """Without an alternative the test is two-sided; another one than the three raises ValueError."""
    x, y = np.array([4.0, 6.0]), np.array([1.0, 2.0, 3.0])
    p = float(submission.exact_p_value(x, y, "greater"))
    assert 0 <= p <= 1, f"p is {p}."
    below = np.array([1.0, 2.0]), np.array([20.0, 30.0, 50.0])
    explicit = float(submission.exact_p_value(*below, "two-sided"))
    assert_close(submission.exact_p_value(*below), explicit, what="p without an alternative, beside the two-sided one")
    few, many = np.arange(20.0), np.arange(20.0) + 100
    p = float(submission.monte_carlo_p_value(few, many, 9, submission.generator(1)))
    assert p < 0.5, f"p from random splits without an alternative is {p} of an x far below y: it is two-sided then."
    with pytest.raises(ValueError):
        submission.exact_p_value(x, y, "larger")
    with pytest.raises(ValueError):
        submission.monte_carlo_p_value(x, y, 9, submission.generator(1), "larger")


@pytest.mark.points(4)
def test_rng_is_the_only_source(submission, rng):
    """The same state of rng gives the same p, and other states give others."""
    seeds = rng.choice(2**32, size=6, replace=False).tolist()
    x, y = rng.normal(size=9), rng.normal(size=9)
    found = [float(submission.monte_carlo_p_value(x, y, 60, submission.generator(seed))) for seed in seeds]
    again = [float(submission.monte_carlo_p_value(x, y, 60, submission.generator(seed))) for seed in seeds]
    same = np.array_equal(again, found)
    assert same, "The same state of rng gave two different p: not all random numbers come from it."
    assert 0 < min(found) <= max(found) <= 1, f"p from six states of rng are {found}."
    assert len(set(found)) > 1, "Six states of rng gave the same p."
