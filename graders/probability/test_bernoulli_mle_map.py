"""Grades `bernoulli_mle_map`: the oracle works in exact fractions, and multiplies probabilities one by one."""

import math
from fractions import Fraction

import pytest

from kata.testing import assert_close, uniform


def peak(k, n, a, b):
    """The zero of the log-posterior's derivative, (A - 1) / p - (B - 1) / (1 - p), exactly."""
    for_success, for_failure = Fraction(a) + k - 1, Fraction(b) + n - k - 1
    return float(1 / (1 + for_failure / for_success))


@pytest.mark.points(24)
def test_maximum_likelihood(submission, rng):
    """The share of successes."""
    assert_close(submission.mle(3, 4), 0.75, what="p")
    n = int(rng.integers(8, 30))
    k = int(rng.integers(1, n))
    assert_close(submission.mle(k, n), float(Fraction(k, n)), what=f"p for {k} of {n}")
    assert_close(submission.mle(0, 3), 0.0, what="p for 0 of 3")
    assert_close(submission.mle(5, 5), 1.0, what="p for 5 of 5")


@pytest.mark.points(30)
def test_the_map_estimate(submission, rng):
    """The mode of a posterior whose parameters are above 1."""
    assert_close(submission.map_estimate(3, 5, 2.0, 4.5), 4 / 9.5, what="p")  # where other formulas are all told apart
    assert_close(submission.map_estimate(3, 3, 2.0, 2.0), 0.8, what="p")
    assert_close(submission.map_estimate(2, 6, 4.0, 1.5), 5 / 9.5, what="p")
    for _ in range(3):
        n = int(rng.integers(5, 30))
        k = int(rng.integers(1, n))
        a, b = uniform(rng, 1.2, 3.0), uniform(rng, 3.5, 9.0)
        found = submission.map_estimate(k, n, a, b)
        assert_close(found, peak(k, n, a, b), what=f"p for {k} of {n} under Beta({a}, {b})")
    assert_close(submission.map_estimate(3, 8, 0.5, 0.25), 2.5 / 6.75, what="p under a prior with two peaks")
    assert_close(submission.map_estimate(1, 4, 0.5, 0.25), 0.5 / 2.75, what="p for A = 1.5 and B = 3.25")
    assert_close(submission.map_estimate(3, 4, 0.25, 0.5), 2.25 / 2.75, what="p for A = 3.25 and B = 1.5")


@pytest.mark.points(15)
def test_a_mode_at_an_end(submission):
    """Where only one parameter of the posterior is above 1, the mode is 0 or 1."""
    for n, a, b in ((4, 1.0, 3.0), (3, 0.5, 0.5), (1, 0.25, 0.75), (2, 0.5, 4.0)):
        assert_close(submission.map_estimate(0, n, a, b), 0.0, what=f"p for 0 of {n} under Beta({a}, {b})")
        assert_close(submission.map_estimate(n, n, b, a), 1.0, what=f"p for {n} of {n} under Beta({b}, {a})")
    assert_close(submission.map_estimate(1, 1, 2.0, 1.0), 1.0, what="p for 1 of 1 under Beta(2, 1)")
    assert_close(submission.map_estimate(0, 1, 0.5, 0.001), 0.0, what="p for 0 of 1 under Beta(0.5, 0.001)")


@pytest.mark.points(3)
def test_no_single_mode(submission):
    """A posterior that is flat, or has a peak at either end, has no single mode, which is a ValueError."""
    assert 0 <= float(submission.map_estimate(3, 5, 2.0, 2.0)) <= 1, "A posterior with one mode must not be refused."
    for a, b in ((1.0, 1.0), (0.5, 0.5), (0.5, 0.75), (0.75, 0.25)):
        with pytest.raises(ValueError):
            submission.map_estimate(0, 0, a, b)


@pytest.mark.points(8)
def test_no_throws(submission):
    """Without throws there is no maximum likelihood, and MAP is the mode of the prior."""
    assert_close(submission.map_estimate(0, 0, 3.0, 3.0), 0.5, what="the mode of Beta(3, 3)")
    assert_close(submission.mle(0, 1), 0.0, what="p for 0 of 1")
    with pytest.raises(ValueError):
        submission.mle(0, 0)


@pytest.mark.points(12)
def test_the_log_likelihood(submission, rng):
    """The sum of the logarithms of what each throw had as its probability."""
    # Not 1/4: times a coefficient of 3 that is 3/4, as if the success were a failure.
    assert_close(submission.log_likelihood(0.2, 1, 3), math.log(0.128), what="L")
    p, k, n = uniform(rng, 0.1, 0.4), int(rng.integers(2, 5)), int(rng.integers(7, 12))
    expected = math.log(math.prod([p] * k + [1 - p] * (n - k)))
    assert_close(submission.log_likelihood(p, k, n), expected, what=f"L({p}) for {k} of {n}")
    assert_close(submission.log_likelihood(0.5, 2000, 5000), -5000 * math.log(2), what="L(0.5) for 2000 of 5000")


@pytest.mark.points(2)
def test_0_log_0_is_0(submission):
    """0 log 0 is 0: where p is 0 or 1 and every throw came out as it had to, L is 0."""
    for p, k, n in ((0.0, 0, 3), (1.0, 3, 3), (0.5, 0, 0)):
        # A probability that is kept away from 0 is judged in the next test.
        assert_close(submission.log_likelihood(p, k, n), 0.0, atol=1e-6, what=f"L({p}) for {k} of {n}")
    assert_close(submission.log_likelihood(0.25, 0, 2), math.log(9 / 16), what="L(0.25) for 0 of 2")


@pytest.mark.points(2)
def test_throws_that_cannot_come(submission):
    """Throws that have the probability 0 have the log-likelihood -inf, and no large number in its place."""
    for p, k, n in ((0.0, 1, 3), (1.0, 2, 3)):
        found = float(submission.log_likelihood(p, k, n))
        never = math.isinf(found) and found < 0
        assert never, "The log-likelihood of throws that can't come isn't -inf."


@pytest.mark.points(4)
def test_counts_and_priors_that_are_none(submission):
    """k outside 0..n, and a or b not above 0, raise ValueError."""
    assert 0 <= float(submission.map_estimate(2, 4, 1.5, 1.5)) <= 1, "A good call must not be refused."
    for k, n in ((4, 3), (-1, 3)):
        with pytest.raises(ValueError):
            submission.mle(k, n)
        with pytest.raises(ValueError):
            submission.map_estimate(k, n, 3.0, 3.0)
    for a, b in ((0.0, 2.0), (2.0, 0.0), (-1.0, 3.0), (3.0, -1.0)):
        with pytest.raises(ValueError):
            submission.map_estimate(3, 6, a, b)
