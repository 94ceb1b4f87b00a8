"""Grades `inverse_transform_sampling`: SciPy's quantiles, intervals by comparison, and exact laws of the draws."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed


@pytest.mark.points(24)
def test_the_exponential_quantile(submission, rng):
    """-log(1 - u) / r."""
    from scipy import stats

    found = submission.exponential_quantile(np.array([0.25, 0.5, 0.875, 0.75]), 2.0)
    assert_close(found, np.log([4 / 3, 2.0, 8.0, 4.0]) / 2, what="Q")
    assert_close(submission.exponential_quantile(np.array([0.0, 0.5]), 2.0), np.log([1.0, 2.0]) / 2, what="Q")
    u, rate = rng.uniform(0.01, 0.99, size=9), float(rng.uniform(0.2, 4.0))
    assert_close(submission.exponential_quantile(u, rate), stats.expon.ppf(u, scale=1 / rate), what="Q")


@pytest.mark.points(6)
def test_small_u(submission):
    """For a very small u the quantile is about u / r, and not 0."""
    u = np.array([1e-300, 1e-20, 1e-17, 3e-16])
    found = np.asarray(submission.exponential_quantile(u, 0.5), dtype=float)
    assert_close(found / u, np.full(4, 2.0), what="Q(u) / u for u from 1e-300 to 3e-16, r = 0.5")


@pytest.mark.points(30)
def test_the_discrete_quantile(submission, rng):
    """The outcome whose interval of cumulative sums u falls into."""
    p = np.array([0.1, 0.4, 0.2, 0.3])
    found = submission.discrete_quantile(np.array([0.65, 0.05, 0.95, 0.3, 0.15, 0.72]), p)
    assert_equal(found, np.array([2, 0, 3, 1, 1, 3]), what="the outcomes")
    p = rng.dirichlet(np.full(6, 2.0))
    ends = np.cumsum(p)
    u = rng.permutation(np.concatenate([ends - 0.25 * p, ends - 0.75 * p, rng.random(5) * 0.999]))
    assert_equal(submission.discrete_quantile(u, p), (u[:, None] >= ends).sum(axis=1), what="the outcomes")


@pytest.mark.points(8)
def test_u_at_a_cumulative_sum(submission):
    """At u = F_k the outcome is no longer k, and one of probability 0 never comes."""
    p = np.array([0.0, 0.25, 0.0, 0.5, 0.25, 0.0])
    found = submission.discrete_quantile(np.array([0.0, 0.25, 0.5, 0.75, 0.875]), p)
    assert_equal(found, np.array([1, 3, 3, 4, 4]), what="the outcomes")
    found = submission.discrete_quantile(np.array([0.5, 0.25]), np.array([0.25, 0.25, 0.5]))
    assert_equal(found, np.array([2, 1]), what="the outcomes")


@pytest.mark.points(6)
def test_cumulative_sums_below_1(submission):
    """Where rounding leaves the last cumulative sum below u, the last outcome with probability comes."""
    u = np.array([0.5, np.nextafter(1.0, 0.0)])
    assert_equal(submission.discrete_quantile(u, np.full(10, 0.1))[1], 9, what="the outcome of u just below 1")
    found = submission.discrete_quantile(u, np.append(np.full(10, 0.1), 0.0))
    assert_equal(found[1], 9, what="the outcome of u just below 1, with one more of probability 0")
    found = submission.discrete_quantile(u, np.array([0.25, 0.75 - 1e-15]))
    assert_equal(found, np.array([1, 1]), what="the outcomes")


@pytest.mark.points(18)
def test_the_draws(submission, rng):
    """Draws are the quantiles of uniform numbers."""
    quantile = submission.callback(lambda u: 3.0 + 2.0 * np.asarray(u) ** 2, limit=4000)
    x = np.asarray(submission.draw(quantile, 2000, submission.generator(new_seed(rng))), dtype=float)
    assert_equal(x.shape, (2000,), what="the shape of the draws")
    outside = x[(x < 3.0) | (x > 5.0)]
    assert not len(outside), f"With quantiles from 3 to 5 a draw is {outside[:1]}."
    u = np.sqrt((x - 3.0) / 2.0)
    counts = np.bincount(np.minimum((u * 16).astype(int), 15), minlength=16)
    assert_distribution(counts, np.full(16, 1 / 16), what="the numbers u of the draws, in sixteenths,")
    digits = np.bincount((u * 1600).astype(int) % 10, minlength=10)
    assert_distribution(digits, np.full(10, 0.1), what="the third digits of 1.6 u")


@pytest.mark.points(2)
def test_the_quantile_is_called_with_arrays(submission):
    """The quantile function is called with arrays of shape (n,)."""
    axes = []

    def quantile(u):
        axes.append(np.ndim(u))
        return np.asarray(u) + 1.0

    submission.draw(submission.callback(quantile, limit=100), 12, submission.generator(7))
    assert axes, "The quantile function wasn't called."
    assert 0 not in axes, "The quantile function was called with a single number: it maps an array of shape (n,)."
    assert set(axes) == {1}, f"The quantile function was called with an array of {max(axes)} axes: it maps shape (n,)."


@pytest.mark.points(3)
def test_draws_are_independent(submission, rng):
    """Draws are independent of one another."""
    quantile = submission.callback(lambda u: np.asarray(u) + 1.0, limit=2000)
    x = np.asarray(submission.draw(quantile, 1000, submission.generator(new_seed(rng))), dtype=float)
    # Some 632 of the thousandths are met by independent draws, with a standard deviation of 10. Those of a grid lie at
    # their ends, where rounding decides.
    met = max(len(np.unique(cells((x - 1.0) * 1000))) for cells in (np.floor, np.rint))
    assert met < 750, f"The draws keep out of each other's way: 1,000 of them fall into {met} different thousandths."
    high = (x > 1.5).astype(int)
    pairs = np.bincount(2 * high[::2] + high[1::2], minlength=4)
    assert_distribution(pairs, np.full(4, 0.25), what="pairs of neighbours (low, low), (low, high), ..., both high,")
    pairs = np.bincount(2 * high[:500] + high[500:], minlength=4)
    what = "pairs from both halves of the draws (low, low), (low, high), ..., both high,"
    assert_distribution(pairs, np.full(4, 0.25), what=what)


@pytest.mark.points(3)
def test_rng_is_the_only_source(submission, rng):
    """The same state of rng gives the same draws, another one gives others."""
    quantile = submission.callback(lambda u: np.asarray(u) + 1.0, limit=100)
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = [
        np.asarray(submission.draw(quantile, 20, submission.generator(seed)), dtype=float)
        for seed in (seeds[0], seeds[0], seeds[1])
    ]
    assert_equal(runs[0].shape, (20,), what="the shape of the draws")
    assert_equal(runs[1], runs[0], what="the draws of the second run with one seed")
    assert not np.array_equal(runs[2], runs[0]), "Two seeds of rng gave the same draws."
