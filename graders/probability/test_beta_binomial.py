"""Grades `beta_binomial`: the oracle sees one trial after the other, in exact fractions, and sums over all orders."""

import math
from fractions import Fraction

import pytest

from kata.testing import assert_close, assert_equal, uniform


def predicted(a, b, k, n):
    """The probability of k successes first and n - k failures then, times the number of orders."""
    a, b, total = Fraction(a), Fraction(b), Fraction(math.comb(n, k))
    for trial in range(n):
        total *= (a + trial if trial < k else b + trial - k) / (a + b + trial)
    return float(total)


@pytest.mark.points(18)
def test_the_mean(submission, rng):
    """The mean of Beta(a, b)."""
    assert_close(submission.BetaBinomial(4.5, 1.5).mean(), 0.75, what="the mean")
    for _ in range(2):
        a, b = uniform(rng, 0.3, 2.0), uniform(rng, 3.0, 9.0)
        assert_close(submission.BetaBinomial(a, b).mean(), a / (a + b), what=f"the mean of Beta({a}, {b})")


@pytest.mark.points(14)
def test_the_variance(submission, rng):
    """The variance of Beta(a, b)."""
    assert_close(submission.BetaBinomial(4.5, 1.5).variance(), 6.75 / (36 * 7), what="the variance")
    a, b = uniform(rng, 0.3, 2.0), uniform(rng, 3.0, 9.0)
    second = Fraction(a) * (Fraction(a) + 1) / ((Fraction(a) + Fraction(b)) * (Fraction(a) + Fraction(b) + 1))
    expected = float(second - (Fraction(a) / (Fraction(a) + Fraction(b))) ** 2)
    assert_close(submission.BetaBinomial(a, b).variance(), expected, what=f"the variance of Beta({a}, {b})")


@pytest.mark.points(12)
def test_the_mode(submission, rng):
    """The mode of Beta(a, b) with both above 1."""
    assert_close(submission.BetaBinomial(4.0, 2.0).mode(), 0.75, what="the mode")
    a, b = uniform(rng, 1.2, 2.0), uniform(rng, 3.0, 9.0)
    found = submission.BetaBinomial(a, b).mode()
    assert_close(found, 1 / (1 + (b - 1) / (a - 1)), what=f"the mode of Beta({a}, {b})")


@pytest.mark.points(20)
def test_updates(submission, rng):
    """Successes are added to a and failures to b, as often as they come."""
    belief = submission.BetaBinomial(1.0, 2.0)
    belief.update(3, 1)
    assert_close((belief.a, belief.b), (4.0, 3.0), what="a and b")
    belief.update(0, 5)
    assert_close((belief.a, belief.b), (4.0, 8.0), what="a and b after a second update")
    a, b = uniform(rng, 0.3, 2.0), uniform(rng, 3.0, 9.0)
    one, other = submission.BetaBinomial(a, b), submission.BetaBinomial(b, a)
    for successes, failures in ((2, 7), (0, 0), (6, 1)):
        one.update(successes, failures)
    assert_close((one.a, one.b), (a + 8, b + 8), what="a and b after three updates")
    assert_close((other.a, other.b), (b, a), what="a and b of another belief")
    # That the mean follows the counts is judged here, its formula elsewhere.
    fresh = float(submission.BetaBinomial(a + 8, b + 8).mean())
    assert_close(one.mean(), fresh, what="the mean after three updates")


@pytest.mark.points(22)
def test_the_predictive_probability(submission, rng):
    """The probability of k successes in the next n trials."""
    assert_close(submission.BetaBinomial(1.0, 1.0).predictive(2, 4), 0.2, what="P(2 of 4)")
    a, b = uniform(rng, 0.3, 2.0), uniform(rng, 3.0, 9.0)
    for k, n in ((1, 1), (2, 3), (5, 7), (0, 4), (6, 6)):
        found = submission.BetaBinomial(a, b).predictive(k, n)
        assert_close(found, predicted(a, b, k, n), what=f"P({k} of {n}) under Beta({a}, {b})")


@pytest.mark.points(6)
def test_thousands_of_trials(submission):
    """10,000 trials, and a belief that has seen thousands, overflow nothing."""
    belief = submission.BetaBinomial(1.0, 1.0)
    assert_close(belief.predictive(3000, 10_000), 1 / 10_001, rtol=1e-6, what="P(3000 of 10000) under Beta(1, 1)")
    found = submission.BetaBinomial(2000.0, 3000.0).predictive(40, 100)
    assert_close(found, predicted(2000, 3000, 40, 100), rtol=1e-6, what="P(40 of 100) under Beta(2000, 3000)")


@pytest.mark.points(4)
def test_counts_that_cannot_come(submission):
    """A count outside 0..n has the probability 0, and no success in no trial has 1."""
    belief = submission.BetaBinomial(2.0, 3.0)
    assert_close(belief.predictive(0, 0), 1.0, what="P(0 of 0)")
    for k, n in ((4, 3), (1, 0), (-1, 3)):
        assert_equal(belief.predictive(k, n), 0.0, what=f"P({k} of {n})")


@pytest.mark.points(3)
def test_what_is_refused(submission):
    """Parameters that aren't above 0, counts below 0, and the mode where there is none, raise ValueError."""
    for a, b in ((-1.0, 2.0), (2.0, -1.0), (0.0, 1.0), (1.0, 0.0)):
        with pytest.raises(ValueError):
            submission.BetaBinomial(a, b)
    for counts in ((-1, 2), (2, -1)):
        with pytest.raises(ValueError):
            submission.BetaBinomial(2.0, 3.0).update(*counts)
    for a, b in ((1.0, 3.0), (3.0, 1.0), (0.5, 0.5)):
        assert 0 < float(submission.BetaBinomial(a, b).mean()) < 1, "The mean is between 0 and 1."
        with pytest.raises(ValueError):
            submission.BetaBinomial(a, b).mode()


@pytest.mark.points(1)
def test_refused_counts_leave_the_belief_as_it_was(submission):
    """An update that raises has changed neither a nor b, and one that doesn't raise returns nothing."""
    belief = submission.BetaBinomial(2.0, 3.0)
    for counts in ((2, -1), (-1, 2)):
        with pytest.raises(ValueError):
            belief.update(*counts)
        assert_equal((belief.a, belief.b), (2.0, 3.0), what="a and b after counts that were refused")
    assert belief.update(1, 1) is None, "update returns something: it changes the belief in place, and returns nothing."
