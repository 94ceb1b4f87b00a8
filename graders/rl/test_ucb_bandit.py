"""Grades `ucb_bandit`: nothing is random, so each arm must be the one with the largest index."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def index(mean, count, total, c):
    return math.inf if count == 0 else mean + c * (math.log(total) / count) ** 0.5


def paid(rewards, arms):
    """How often each arm was pulled and the mean of what it paid, 0 for an arm that was never pulled."""
    counts = np.bincount(arms, minlength=rewards.shape[1])
    means = [float(np.mean(rewards[arms == a, a], dtype=np.float64)) if n else 0.0 for a, n in enumerate(counts)]
    return np.array(means), counts


def check_play(submission, rewards, c, first=False):
    """Each arm must have the largest index by the answer's own `ucb_indices`, the first of the largest if asked for.

    So a wrong index costs the tests of the index, and not those of the play; the first untried arm is always right.
    """
    arms, means = submission.ucb_bandit(rewards, c)
    n_steps, n_arms = rewards.shape
    assert_equal(np.shape(arms), (n_steps,), what="the shape of the arms")
    pulled = np.asarray(arms).astype(np.int64)
    assert np.isin(pulled, np.arange(n_arms)).all(), f"an arm was pulled that isn't one of the {n_arms} arms"
    expected, tied = [], []
    for t, arm in enumerate(pulled.tolist()):
        means_so_far, counts = paid(rewards[:t], pulled[:t])
        indices = np.asarray(submission.ucb_indices(means_so_far, counts, c))
        largest = int(indices.argmax())
        fresh = np.isin(arm, np.flatnonzero(np.equal(counts, 0))[:1])
        among_the_best = np.isin(arm, np.flatnonzero(indices >= indices.max() - 1e-9))
        tied.append(bool(among_the_best and not fresh))
        expected.append(arm if fresh or (among_the_best and not first) else largest)
    wrong = np.not_equal(pulled, expected)
    only_ties = wrong.any() and not (wrong & ~np.array(tied, dtype=bool)).any()
    assert not only_ties, "an arm was pulled whose index equals that of a smaller one"
    assert_equal(pulled, np.array(expected, dtype=np.int64), what="the arms by the indices of ucb_indices")
    # float32 rewards may be averaged in float32: NumPy does so beside Python's own floats.
    rtol = 1e-5 if rewards.dtype == np.float32 else None
    assert_close(means, paid(rewards, pulled)[0], rtol=rtol, what="the means of what the arms paid")
    return arms, means


@pytest.mark.points(24)
def test_the_index_is_mean_plus_bonus(submission, rng):
    """The index is mean(a) + c * sqrt(ln(t) / n(a)), where t sums the pulls of all arms."""
    for n_arms, c in [(5, 0.7), (3, math.sqrt(2)), (4, 2.5), (1, 1.5)]:
        means, counts = rng.normal(size=n_arms), rng.integers(1, 30, size=n_arms) * rng.choice([1, 40], size=n_arms)
        expected = [index(mean, n, sum(counts.tolist()), c) for mean, n in zip(means, counts.tolist(), strict=True)]
        # To a tolerance that a small number beside the count passes: untried arms are judged below.
        assert_close(submission.ucb_indices(means, counts, c), np.array(expected), rtol=1e-4, exact_dtype=True)
    expected = [index(0.0, n, 6, 1.0) for n in (1, 2, 3)]
    actual = submission.ucb_indices(np.zeros(3), np.array([1, 2, 3]), 1.0)
    assert_close(actual, np.array(expected), rtol=1e-4, what="the indices after 1, 2 and 3 pulls, with means of 0")
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
        indices = submission.ucb_indices(means, counts, c)
        assert_equal(np.isposinf(indices), counts == 0, what="where the indices are inf")
        assert not np.isnan(indices).any(), "an index is nan"
    assert_equal(submission.ucb_indices(np.zeros(3), np.zeros(3, dtype=int), 1.0), np.full(3, np.inf))


@pytest.mark.points(24)
def test_play_follows_the_indices(submission, rng):
    """Each step pulls an arm with the largest index, and its reward alone enters its mean."""
    for n_arms, n_steps, c in [(4, 40, 0.5), (3, 30, 2.0), (2, 20, 0.0), (1, 4, 1.0)]:
        check_play(submission, rng.normal(size=(n_steps, n_arms)), c)
    # Arm 0 pays 1 and arm 1 nothing: how often arm 1 is tried depends on c alone.
    for c in (0.25, 3.0):
        check_play(submission, np.tile([1.0, 0.0], (14, 1)), c)


@pytest.mark.points(10)
def test_the_default_is_ucb1(submission, rng):
    """Without c, the play is that with c = sqrt(2), which is UCB1."""
    # Arms that always pay the same: how often each is pulled doesn't depend on which of equal ones comes first.
    for paid_always in (np.array([1.0, 0.0, 0.55]), rng.permutation([0.9, 0.2, 0.47])):
        rewards, pulls = np.tile(paid_always, (60, 1)), []
        for c in ({}, {"c": math.sqrt(2)}, {"c": 0.0}):
            arms, _ = submission.ucb_bandit(rewards, **c)
            assert_equal(np.shape(arms), (60,), what="the shape of the arms")
            pulls.append(np.bincount(np.clip(np.asarray(arms), 0, 2).astype(int), minlength=3))
        assert_equal(pulls[0], pulls[1], what="how often each arm is pulled without c")
        assert not np.array_equal(pulls[0], pulls[2]), "without c the arms are pulled as often as with c = 0"


@pytest.mark.points(10)
def test_ties_go_to_the_smallest_arm(submission):
    """Of equal indices the smallest arm number wins, among untried arms too."""
    for n_steps, n_arms, c in [(13, 5, 1.0), (7, 3, 2.0), (8, 4, 0.0)]:
        check_play(submission, np.zeros((n_steps, n_arms)), c, first=True)


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
            arms, means = check_play(submission, rewards, math.sqrt(2))
            dtypes = [str(np.asarray(arms).dtype), str(np.asarray(means).dtype)]
            assert_equal(dtypes, ["int64", "float64"], what="the dtypes of arms and means")
    arms, means = submission.ucb_bandit(np.zeros((0, 3)), 1.0)
    assert_equal(arms, np.zeros(0, dtype=np.int64), exact_dtype=True, what="the arms of no steps")
    assert_equal(means, np.zeros(3), what="the means of no steps")
