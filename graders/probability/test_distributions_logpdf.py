"""Grades `distributions_logpdf`: logarithms of whole binomials and factorials, beside cases with known logarithms."""

import math

import numpy as np
import pytest

from kata.testing import assert_close
from kata.testing import uniform as draw


def log_binomial(x, n, p):
    counts = [int(k) for k in x]
    return np.array([math.log(math.comb(n, k)) + k * math.log(p) + (n - k) * math.log1p(-p) for k in counts])


def log_poisson(x, rate):
    return np.array([int(k) * math.log(rate) - rate - math.log(math.factorial(int(k))) for k in x])


@pytest.mark.points(8)
def test_bernoulli(submission, rng):
    """log p for 1, and log(1 - p) for 0."""
    found = submission.bernoulli(np.array([1.0, 0.0]), 0.25)
    assert_close(found, np.log([0.25, 0.75]), what="the log-probabilities of 1 and 0")
    p = draw(rng, 0.6, 0.9)
    found = submission.bernoulli(np.array([0.0, 1.0, 1.0, 0.0, 1.0]), p)
    assert_close(found, np.log([1 - p, p, p, 1 - p, p]), what=f"the log-probabilities with p = {p}")


@pytest.mark.points(14)
def test_binomial(submission, rng):
    """The probabilities of 0 to n successes."""
    # Neither here nor for Poisson 1! at first: approximations of log x! differ in what they make of it.
    found = submission.binomial(np.array([0.0, 2.0, 4.0]), 4, 0.25)
    assert_close(found, np.log([81 / 256, 54 / 256, 1 / 256]), what="the log-probabilities of 0, 2 and 4")
    n, p = int(rng.integers(6, 9)), draw(rng, 0.1, 0.4)
    x = np.arange(n + 1.0)
    assert_close(submission.binomial(x, n, p), log_binomial(x, n, p), what="the log-probabilities")


@pytest.mark.points(14)
def test_poisson(submission, rng):
    """The probabilities of counts from 0 on."""
    found = submission.poisson(np.array([0.0, 2.0, 3.0]), 2.0)
    assert_close(found, np.array([-2.0, math.log(2) - 2, math.log(4 / 3) - 2]), what="the log-probabilities")
    x, rate = np.arange(9.0), draw(rng, 2.5, 6.0)
    assert_close(submission.poisson(x, rate), log_poisson(x, rate), what=f"those with rate {rate}")


@pytest.mark.points(8)
def test_uniform(submission, rng):
    """The same density from end to end, both included, above 1 on a short interval."""
    found = submission.uniform(np.array([1.0, 2.0, 5.0]), 1.0, 5.0)
    assert_close(found, np.full(3, -math.log(4)), what="the log-densities")
    low, width = draw(rng, -3.0, 3.0), draw(rng, 0.1, 0.5)
    x = low + width * np.array([0.1, 0.5, 0.7, 0.9])
    assert_close(submission.uniform(x, low, low + width), np.full(4, -math.log(width)), what="the log-densities")


@pytest.mark.points(10)
def test_exponential(submission, rng):
    """log rate - rate x, from 0 on."""
    found = submission.exponential(np.array([0.0, 1.0, 4.0]), 2.0)
    assert_close(found, math.log(2) - np.array([0.0, 2.0, 8.0]), what="the log-densities")
    x, rate = rng.uniform(0.1, 4.0, size=6), draw(rng, 0.2, 0.7)
    assert_close(submission.exponential(x, rate), math.log(rate) - rate * x, what="the log-densities")


@pytest.mark.points(12)
def test_gaussian(submission, rng):
    """The log-density of a Gaussian whose std isn't 1."""
    found = submission.gaussian(np.array([1.0, 3.0]), 1.0, 2.0)
    expected = -math.log(2 * math.sqrt(2 * math.pi)) - np.array([0.0, 0.5])
    assert_close(found, expected, what="the log-densities")
    x, mean, std = rng.normal(size=6), draw(rng, -2.0, -0.5), draw(rng, 0.2, 0.6)
    assert_close(
        submission.gaussian(x, mean, std),
        -0.5 * ((x - mean) / std) ** 2 - math.log(std * math.sqrt(2 * math.pi)),
        what="the log-densities",
    )


@pytest.mark.points(8)
def test_outside_the_support(submission):
    """-inf outside the support, where the other samples keep what they have."""
    inside = np.array([1.0, 0.0])
    for name, parameters, n in (("bernoulli", (0.25,), 1), ("binomial", (4, 0.25), 4)):
        function = getattr(submission, name)
        one, zero = np.asarray(function(inside, *parameters))
        assert max(one, zero) < 0, f"{name}: a probability isn't below 1."
        found = function(np.array([-1.0, 1.0, 0.5, 0.0, n + 1.0, 7.0, 0.999999]), *parameters)
        expected = np.array([-np.inf, one, -np.inf, zero, -np.inf, -np.inf, -np.inf])
        assert_close(found, expected, what=f"{name}'s log-probabilities")
        found = function(np.array([-0.5]), *parameters)
        assert_close(found, np.array([-np.inf]), what=f"{name}'s log-probabilities where all of x is outside")
    one, zero = np.asarray(submission.poisson(inside, 0.5))
    assert max(one, zero) < 0, "poisson: a probability isn't below 1."
    found = submission.poisson(np.array([-1.0, 1.0, 2.5, 0.0, -0.5, 0.999999]), 0.5)
    expected = np.array([-np.inf, one, -np.inf, zero, -np.inf, -np.inf])
    assert_close(found, expected, what="poisson's log-probabilities")
    found = submission.poisson(np.array([-0.5]), 0.5)
    assert_close(found, np.array([-np.inf]), what="poisson's log-probabilities where all of x is outside")


@pytest.mark.points(6)
def test_densities_outside_the_support(submission):
    """-inf outside the interval, and below 0 for the exponential."""
    inside = np.array([0.5, 3.0])
    for name, parameters in (("uniform", (-0.25, 3.5)), ("exponential", (0.5,))):
        function = getattr(submission, name)
        one, other = np.asarray(function(inside, *parameters))
        assert max(one, other) < 0, f"{name}: a density isn't below 1."
        found = function(np.array([-0.5, 0.5, -4.0, 3.0]), *parameters)
        assert_close(found, np.array([-np.inf, one, -np.inf, other]), what=f"{name}'s log-densities")
    above = np.asarray(submission.uniform(np.array([0.5, 3.75, 9.0, 3.500001]), -0.25, 3.5))
    assert_close(above[1:], np.full(3, -np.inf), what="the log-densities above the interval")
    below = np.asarray(submission.uniform(np.array([0.5, -0.250001]), -0.25, 3.5))
    assert_close(below[1:], np.array([-np.inf]), what="the log-density just below the interval")
    below = np.asarray(submission.exponential(np.array([0.5, -1e-6]), 0.5))
    assert_close(below[1:], np.array([-np.inf]), what="exponential's log-density just below 0")


@pytest.mark.points(6)
def test_p_of_0_and_1(submission):
    """0 log 0 is 0: what is sure has the log-probability 0, and all else -inf."""
    impossible = -np.inf
    for p, expected in ((0.0, [0.0, impossible]), (1.0, [impossible, 0.0])):
        found = submission.bernoulli(np.array([0.0, 1.0]), p)
        what = f"bernoulli's log-probabilities of 0 and 1 with p = {p}"
        assert_close(found, np.array(expected), atol=1e-12, what=what)  # lgamma's terms needn't cancel to the last bit
    for p, expected in ((0.0, [0.0, impossible, impossible]), (1.0, [impossible, impossible, 0.0])):
        found = submission.binomial(np.array([0.0, 2.0, 3.0]), 3, p)
        what = f"binomial's log-probabilities of 0, 2 and 3 with p = {p}"
        assert_close(found, np.array(expected), atol=1e-12, what=what)


@pytest.mark.points(14)
def test_thousands(submission):
    """Counts of thousands, and a Gaussian's far tails, neither overflow nor vanish."""
    x = np.array([10.0, 4000.0, 5000.0, 10_000.0])
    expected = log_binomial(x, 10_000, 0.4)
    assert_close(submission.binomial(x, 10_000, 0.4), expected, rtol=1e-6, what="binomial's log-probabilities")
    expected = log_poisson(x, 4200.0)
    assert_close(submission.poisson(x, 4200.0), expected, rtol=1e-6, what="poisson's log-probabilities")
    found = submission.gaussian(np.array([100.0, -60.0]), 0.0, 1.0)
    expected = -np.array([5000.0, 1800.0]) - math.log(2 * math.pi) / 2
    assert_close(found, expected, what="the log-densities far out")
    # One number, and the type of the result.
    for found, expected, name in (
        (submission.binomial(x[1:2], 10_000, 0.4), log_binomial(x[1:2], 10_000, 0.4), "binomial's log-probability"),
        (submission.poisson(x[1:2], 4200.0), log_poisson(x[1:2], 4200.0), "poisson's log-probability"),
    ):
        assert_close(found, expected, rtol=1e-6, what=f"{name} of 4000 alone", exact_dtype=True)
    found = submission.exponential(np.array([3000.0]), 2.0)
    assert_close(found, np.array([math.log(2) - 6000]), what="exponential's log-density far out")
