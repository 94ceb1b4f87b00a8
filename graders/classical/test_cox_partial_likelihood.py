"""Grades `cox_partial_likelihood`: races run event by event, orders that add up to 1, pairs counted one by one."""

import itertools
import math

import numpy as np
import pytest

from kata.testing import assert_close, complex_step, uniform

# Predictors log 2, log 1, log 4 and log 3.
FIXED_X, FIXED_BETA = np.log([[2.0, 1.0], [1.0, 1.0], [4.0, 1.0], [1.0, 3.0]]), np.ones(2)


def races(beta, X, time, event):
    """l, one event after the other."""
    eta = X @ beta
    total = 0.0
    for i in range(len(time)):
        at_risk = [j for j in range(len(time)) if time[j] >= time[i]]
        total = total + event[i] * (eta[i] - np.log(sum(np.exp(eta[j]) for j in at_risk)))
    return total


def problem(rng, n=6):
    """Different times, all events seen."""
    return (
        rng.normal(size=3),
        rng.normal(size=(n, 3)),
        rng.permutation(n) + uniform(rng, 0.2, 0.8),
        np.ones(n, dtype=int),
    )


def check(submission, beta, X, time, event):
    found = submission.log_partial_likelihood(beta, X, time, event)
    assert_close(found, races(beta, X, time, event), what="l")


def check_gradient(submission, beta, X, time, event):
    expected = complex_step(lambda value: races(value, X, time, event), beta)
    found = submission.gradient(beta, X, time, event)
    assert_close(found, expected, rtol=1e-8, atol=1e-9, what="the gradient")


@pytest.mark.points(20)
def test_the_likelihood_of_an_order(submission, rng):
    """Without censoring and ties, each event is a softmax over the rows that are left; all orders add up to 1."""
    time, event = np.array([3.0, 1.0, 4.0, 2.0]), np.ones(4, dtype=int)
    expected = math.log(1 / 10) + math.log(3 / 9) + math.log(2 / 6)
    found = float(submission.log_partial_likelihood(FIXED_BETA, FIXED_X, time, event))
    assert math.isfinite(found), f"l is {found}: no risk set is empty, since the row that has the event belongs to it."
    loss = min(abs(found + expected), abs(found + expected / 4)) < 1e-6  # summed or averaged
    assert not loss, f"l is {found:.2f}, and a log-probability is at most 0: this is a loss, with a minus."
    assert_close(found, expected, what="l")
    check(submission, *problem(rng))
    orders = [
        math.exp(float(submission.log_partial_likelihood(FIXED_BETA, FIXED_X[:3], np.array(order), event[:3])))
        for order in itertools.permutations([1.0, 2.0, 3.0])
    ]
    assert_close(math.fsum(orders), 1.0, what="the sum of exp(l) over all orders of three rows")


@pytest.mark.points(22)
def test_the_gradient(submission, rng):
    """The gradient sums, over the events, the row less the mean of its risk set under the softmax."""
    check_gradient(submission, FIXED_BETA, FIXED_X, np.array([3.0, 1.0, 4.0, 2.0]), np.ones(4, dtype=int))
    check_gradient(submission, *problem(rng))


@pytest.mark.points(14)
def test_censored_rows(submission, rng):
    """A censored row has no term, but belongs to the risk sets up to its time."""
    fixed = FIXED_BETA, FIXED_X, np.array([3.0, 1.0, 4.0, 2.0]), np.array([0, 1, 0, 1])
    expected = math.log(1 / 10) + math.log(3 / 9)
    assert_close(submission.log_partial_likelihood(*fixed), expected, what="l")
    beta, X, time, _ = problem(rng)
    event = rng.permutation([1, 1, 1, 0, 0, 1])
    for data in (fixed, (beta, X, time, event), (beta, X, np.arange(6.0), np.array([1, 0, 1, 0, 1, 0]))):
        check(submission, *data)
        check_gradient(submission, *data)


@pytest.mark.points(10)
def test_ties(submission, rng):
    """Events with the same time have the whole risk set of that time, each."""
    fixed = FIXED_BETA, FIXED_X, np.array([2.0, 2.0, 4.0, 1.0]), np.ones(4, dtype=int)
    expected = math.log(3 / 10) + math.log(2 / 7) + math.log(1 / 7)
    assert_close(submission.log_partial_likelihood(*fixed), expected, what="l")
    beta, X, _, event = problem(rng)
    for data in (fixed, (beta, X, np.array([2.0, 1.0, 2.0, 3.0, 1.0, 1.0]), event)):
        check(submission, *data)
        check_gradient(submission, *data)


@pytest.mark.points(4)
def test_censored_at_the_time_of_an_event(submission, rng):
    """A row that is censored at the time of an event is in its risk set."""
    fixed = FIXED_BETA, FIXED_X, np.array([2.0, 2.0, 4.0, 1.0]), np.array([1, 0, 0, 0])
    assert_close(submission.log_partial_likelihood(*fixed), math.log(2 / 7), what="l")
    beta, X, _, _ = problem(rng)
    for data in (fixed, (beta, X, np.array([2.0, 1.0, 2.0, 3.0, 1.0, 4.0]), np.array([1, 0, 0, 1, 1, 1]))):
        check(submission, *data)
        check_gradient(submission, *data)


@pytest.mark.points(6)
def test_large_predictors(submission):
    """Predictors up to 1e4 in size, and risk sets far from each other, give no nan and no inf."""
    beta, time, event = np.array([1.0]), np.array([1.0, 2.0, 3.0]), np.ones(3, dtype=int)
    plain = float(submission.log_partial_likelihood(beta, np.zeros((3, 1)), time, event))
    assert abs(plain) > 0.1, "l of three equal rows is hardly anything."
    half = float(submission.log_partial_likelihood(beta, np.zeros((2, 1)), time[:2], event[:2]))
    for first, second in ((1e4, 900.0), (1e4, -1e4)):
        X = np.array([[first], [second], [second]])
        found = submission.log_partial_likelihood(beta, X, time, event)
        assert_close(found, half, rtol=1e-9, atol=1e-9, what=f"l of the predictors {first}, {second} and {second}")
        assert_close(submission.gradient(beta, X, time, event), np.zeros(1), atol=1e-6, what="the gradient")


@pytest.mark.points(12)
def test_the_concordance_index(submission, rng):
    """C is the share of pairs in which the earlier event has the larger score."""
    score, time, event = np.array([4.0, 2.0, 3.0, 1.0]), np.array([1.0, 2.0, 3.0, 4.0]), np.ones(4, dtype=int)
    assert_close(submission.concordance_index(score, time, event), 5 / 6, what="C")
    score, time = rng.permutation(7).astype(float), rng.permutation(7).astype(float)
    pairs = [score[i] > score[j] for i in range(7) for j in range(7) if time[i] < time[j]]
    found = submission.concordance_index(score, time, np.ones(7, dtype=int))
    assert_close(found, sum(pairs) / 21, atol=1e-9, what="C")


@pytest.mark.points(4)
def test_equal_scores(submission):
    """A pair with equal scores counts 1/2, and one with scores that are nearly equal doesn't."""
    score, time = np.array([2.0, 2.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0, 4.0])
    found = submission.concordance_index(score, time, np.ones(4, dtype=int))
    assert_close(found, 3.5 / 6, what="C")
    score = np.array([2.0, 2.0 + 1e-9, 1.0, 2.0 + 2e-9])
    found = submission.concordance_index(score, time, np.ones(4, dtype=int))
    assert_close(found, 2 / 6, what="C of scores that are nearly equal, 1e-9 apart")


@pytest.mark.points(6)
def test_comparable_pairs(submission, rng):
    """A pair counts if the first of its times is that of an event, and earlier than the other."""
    score, time = np.array([3.0, 1.0, 4.0, 2.0, 5.0]), np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    found = submission.concordance_index(score, time, np.array([1, 0, 1, 1, 0]))
    assert_close(found, 3 / 7, what="C")  # 2 / 3 if both events had to be seen, and 3 / 10 if none had to be
    # Two events and a censored row at one time, and a later row: R and others compare the censored one with the events.
    score, time = np.array([4.0, 5.0, 3.0, 2.0]), np.array([2.0, 2.0, 2.0, 3.0])
    found = submission.concordance_index(score, time, np.array([1, 0, 1, 0]))
    assert_close(found, 1.0, what="C where an event and a censored row have the same time")
    event = np.array([1, 0, 1, 1, 0, 1])
    score, time = rng.permutation(6).astype(float), rng.permutation([1.0, 2.0, 2.0, 3.0, 4.0, 4.0])
    pairs = [score[i] > score[j] for i in range(6) for j in range(6) if event[i] and time[i] < time[j]]
    found = submission.concordance_index(score, np.array(time), event)
    assert_close(found, sum(pairs) / len(pairs), atol=1e-9, what="C")


@pytest.mark.points(2)
def test_nothing_to_compare(submission):
    """Without a comparable pair there is no C, which is an error; without an event l is 0, and so is its gradient."""
    score, time = np.array([1.0, 2.0, 3.0]), np.array([3.0, 1.0, 3.0])
    found = float(submission.concordance_index(np.array([1.0, 3.0, 2.0]), time, np.array([0, 1, 1])))
    assert 0 <= found <= 1, f"C of rows that can be compared is {found}."
    with pytest.raises(ValueError):  # one row makes no pair, whichever pairs are compared
        submission.concordance_index(score[:1], time[:1], np.array([1]))
    for event in (np.array([0, 0, 0]), np.array([1, 0, 1])):
        with pytest.raises(ValueError):
            submission.concordance_index(score, time, event)
    none = np.zeros(3, dtype=int)
    assert_close(submission.log_partial_likelihood(np.ones(1), score[:, None], time, none), 0.0, what="l of no event")
    slope = submission.gradient(np.ones(1), score[:, None], time, none)
    assert_close(slope, np.zeros(1), what="the gradient of no event")
