"""Grades `bayes_posterior`: the oracle counts people in exact fractions."""

from fractions import Fraction

import pytest

from kata.testing import assert_close, assert_equal, uniform


def counted(prior, likelihood, rate, positives, negatives=0):
    """The share of those with H among all with these results, exactly."""
    prior, likelihood, rate = map(Fraction, (prior, likelihood, rate))
    ill = prior * likelihood**positives * (1 - likelihood) ** negatives
    healthy = (1 - prior) * rate**positives * (1 - rate) ** negatives
    return float(ill / (ill + healthy))


@pytest.mark.points(34)
def test_one_positive_test(submission, rng):
    """The probability of H after a positive test."""
    assert_close(submission.posterior(0.25, 0.75, 0.125), 2 / 3, what="the posterior")
    for _ in range(3):
        numbers = uniform(rng, 0.05, 0.4), uniform(rng, 0.6, 0.95), uniform(rng, 0.05, 0.4)
        expected = counted(*numbers, 1)
        assert_close(submission.posterior(*numbers), expected, what=f"the posterior for {numbers}")


@pytest.mark.points(20)
def test_several_positive_tests(submission, rng):
    """Each of several positive tests multiplies the odds by the likelihood ratio."""
    assert_close(submission.sequential_posterior(0.25, 0.75, 0.25, [True, True]), 0.75, what="the posterior")
    numbers = uniform(rng, 0.01, 0.1), uniform(rng, 0.6, 0.95), uniform(rng, 0.2, 0.4)
    for n in (0, 1, 4):
        expected = counted(*numbers, n)
        found = submission.sequential_posterior(*numbers, [True] * n)
        assert_close(found, expected, what=f"the posterior after {n} positive tests for {numbers}")


@pytest.mark.points(18)
def test_negative_tests(submission, rng):
    """Negative tests speak against H, in any order among positive ones."""
    assert_close(submission.sequential_posterior(0.25, 0.75, 0.5, [False]), 1 / 7, what="the posterior")
    numbers = uniform(rng, 0.3, 0.6), uniform(rng, 0.6, 0.95), uniform(rng, 0.05, 0.3)
    for results in ([True, False], [False, True], [False, False, True, False]):
        expected = counted(*numbers, sum(results), len(results) - sum(results))
        found = submission.sequential_posterior(*numbers, results)
        assert_close(found, expected, what=f"the posterior after the tests {results} for {numbers}")


@pytest.mark.points(10)
def test_thousands_of_tests(submission):
    """After thousands of tests, balanced in any order or not, the result is still right."""
    balanced = [True, False] * 4000
    assert_close(submission.sequential_posterior(0.2, 0.75, 0.25, balanced), 0.2, rtol=1e-6, what="the posterior")
    assert_close(submission.sequential_posterior(0.2, 0.75, 0.25, [True] * 5000), 1.0, what="the posterior")
    assert_close(submission.sequential_posterior(0.2, 0.75, 0.25, [False] * 5000), 0.0, what="the posterior")
    found = submission.sequential_posterior(0.2, 0.75, 0.25, [False] * 60)
    expected = counted(0.2, 0.75, 0.25, 0, 60)
    assert_close(found, expected, rtol=1e-6, atol=0, what="the posterior after 60 negative tests")
    # one positive test too many, so that the prior isn't what is right where both products are 0
    found = submission.sequential_posterior(0.2, 0.75, 0.25, [*balanced, True])
    assert_close(found, 3 / 7, rtol=1e-6, what="the posterior after 4001 positive and 4000 negative tests")
    # a probability that rounds to 1 or 0 on the way doesn't come back
    for first in (True, False):
        results = [first] * 1000 + [not first] * 1000
        found = submission.sequential_posterior(0.2, 0.75, 0.25, results)
        assert_close(found, 0.2, rtol=1e-6, what=f"the posterior after 1000 tests {first} and 1000 tests {not first}")


@pytest.mark.points(7)
def test_sure_priors(submission):
    """A prior of 0 or 1 stays, whatever the tests say."""
    after = float(submission.sequential_posterior(0.25, 0.9, 0.1, [True]))
    assert after > 0.3, f"A positive test leaves a prior of 0.25 at {after:.4g}."
    for prior in (0.0, 1.0):
        for results in ([True, True, False], []):
            found = submission.sequential_posterior(prior, 0.9, 0.1, results)
            assert_equal(found, prior, what=f"the posterior after the tests {results}")
    assert_equal(submission.posterior(0.0, 0.9, 0.1), 0.0, what="the posterior")


@pytest.mark.points(6)
def test_what_is_no_probability_is_refused(submission):
    """Numbers below 0 or above 1 raise ValueError."""
    assert 0.5 < float(submission.posterior(0.5, 0.9, 0.1)) <= 1, "A positive test speaks against H."
    for numbers in (
        (-0.1, 0.9, 0.1),
        (1.1, 0.9, 0.1),
        (0.5, 1.5, 0.1),
        (0.5, -0.5, 0.1),
        (0.5, 0.9, 1.1),
        (0.5, 0.9, -0.1),
    ):
        with pytest.raises(ValueError):
            submission.posterior(*numbers)


@pytest.mark.points(5)
def test_impossible_evidence_is_reported(submission):
    """A positive test that can't come raises ValueError; one that can come under either side doesn't."""
    for numbers in ((0.5, 0.0, 0.0), (0.0, 0.9, 0.0), (1.0, 0.0, 0.9)):
        with pytest.raises(ValueError):
            submission.posterior(*numbers)
    found = float(submission.posterior(0.5, 0.9, 0.0)), float(submission.posterior(0.5, 0.0, 0.9))
    assert found[0] > found[1], "A test that is never wrongly positive says less than one that always is."
