"""Grades `ucb_bandit`: nothing is random, so a second player on paper says which arm comes next."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def index(mean, count, total, c):
    return math.inf if count == 0 else mean + c * (math.log(total) / count) ** 0.5


def play(rewards, c):
    """The arms and means of a player who keeps every reward that he has seen."""
    seen = [[] for _ in range(rewards.shape[1])]
    arms = []
    for t, row in enumerate(rewards.tolist()):
        scores = [index(sum(paid) / len(paid) if paid else 0.0, len(paid), t, c) for paid in seen]
        arms.append(scores.index(max(scores)))
        seen[arms[-1]].append(row[arms[-1]])
    return np.array(arms, dtype=np.int64), np.array([sum(paid) / len(paid) if paid else 0.0 for paid in seen])


@pytest.mark.points(24)
def test_the_index_is_mean_plus_bonus(submission, rng):
    """The index is mean(a) + c * sqrt(ln(t) / n(a)), where t sums the pulls of all arms."""
    for n_arms, c in [(5, 0.7), (3, math.sqrt(2)), (4, 2.5), (1, 1.5)]:
        means, counts = rng.normal(size=n_arms), rng.integers(1, 30, size=n_arms) * rng.choice([1, 40], size=n_arms)
        expected = [index(mean, n, sum(counts.tolist()), c) for mean, n in zip(means, counts.tolist(), strict=True)]
        assert_close(submission.ucb_indices(means, counts, c), np.array(expected), exact_dtype=True)
    means, counts = rng.normal(size=4), rng.integers(1, 9, size=4)
    assert_close(submission.ucb_indices(means, counts, 0.0), means, what="the indices with c = 0")
    assert_close(submission.ucb_indices(np.array([0.3]), np.array([1]), 2.0), np.array([0.3]), what="with t = 1")


@pytest.mark.points(12)
def test_untried_arms_have_the_index_inf(submission, rng):
    """The index of an arm that was never pulled is inf, whatever stands in its mean and whatever c is."""
    counts = np.array([3, 0, 5, 0])
    for c in (0.0, 1.3):
        means = rng.normal(size=4)
        means[3] = np.nan
        expected = [index(mean, n, 8, c) for mean, n in zip(means, counts.tolist(), strict=True)]
        assert_close(submission.ucb_indices(means, counts, c), np.array(expected))
    assert_equal(submission.ucb_indices(np.zeros(3), np.zeros(3, dtype=int), 1.0), np.full(3, np.inf))


@pytest.mark.points(24)
def test_play_follows_the_indices(submission, rng):
    """Each step pulls the arm with the largest index, and its reward alone enters its mean."""
    for n_arms, n_steps, c in [(4, 40, 0.5), (3, 30, 2.0), (2, 20, 0.0), (1, 4, 1.0)]:
        rewards = rng.normal(size=(n_steps, n_arms))
        assert_close(submission.ucb_bandit(rewards, c), play(rewards, c), what="the arms and the means")


@pytest.mark.points(10)
def test_the_default_is_ucb1(submission, rng):
    """Without c, the play is UCB1's: the bonus is sqrt(2 ln(t) / n(a))."""
    rewards = (rng.random((50, 4)) < [0.2, 0.4, 0.6, 0.8]).astype(float) + 1e-3 * rng.random((50, 4))
    assert_close(submission.ucb_bandit(rewards), play(rewards, math.sqrt(2)), what="the arms and the means")


@pytest.mark.points(10)
def test_ties_go_to_the_smallest_arm(submission):
    """Of equal indices the smallest arm number wins, among untried arms too."""
    rewards = np.tile([0.25, 0.5, 0.5, 0.25, 0.5], (13, 1))
    for c in (0.0, 1.0):
        assert_equal(submission.ucb_bandit(rewards, c), play(rewards, c), what="the arms and the means")
    expected = np.array([0, 1, 2, 0, 1, 2, 0])
    assert_equal(submission.ucb_bandit(np.full((7, 3), 0.5))[0], expected, what="the arms")


@pytest.mark.points(12)
def test_regret_sums_the_gaps(submission, rng):
    """Entry t sums the gaps between the best arm's true mean and the pulled arm's, over the steps 0 to t."""
    true_means = rng.normal(size=5) - 2.0
    arms = rng.choice(np.delete(np.arange(5), true_means.argmax()), size=20)
    for pulled in (arms, np.append(arms, true_means.argmax()), arms[:1], arms[:0]):
        expected = [sum(max(true_means) - true_means[a] for a in pulled[: t + 1]) for t in range(len(pulled))]
        assert_close(submission.pseudo_regret(pulled, true_means), np.array(expected), exact_dtype=True)


@pytest.mark.points(8)
def test_short_runs_and_other_dtypes(submission, rng):
    """Integer and float32 rewards give float64 means and int64 arms; an arm that was never pulled has the mean 0."""
    for dtype, scale in [(np.int64, 1), (np.float32, 1), (np.int8, 4)]:  # sums of int8 rewards are too large for int8
        for n_steps in (12, 2):
            # The arms' rewards lie apart, so that no two means are equal up to rounding.
            rewards = (scale * (rng.integers(1, 7, size=(n_steps, 4)) + 7 * rng.permutation(4))).astype(dtype)
            arms, means = submission.ucb_bandit(rewards, 8.0 * scale)
            expected = play(rewards.astype(float), 8.0 * scale)
            assert_equal(arms, expected[0], exact_dtype=True, what="the arms")
            assert_close(means, expected[1], exact_dtype=True, what="the means")
    arms, means = submission.ucb_bandit(np.zeros((0, 3)), 1.0)
    assert_equal(arms, np.zeros(0, dtype=np.int64), exact_dtype=True, what="the arms of no steps")
    assert_equal(means, np.zeros(3), what="the means of no steps")
