"""Grades `epsilon_greedy_bandit`: the arms that were pulled say which rewards were seen."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, uniform


def play(submission, rng, rewards, epsilons, initial, alpha=None):
    """One run; the arms are known to be numbers of arms afterwards."""
    epsilons = np.broadcast_to(np.asarray(epsilons, dtype=float), len(rewards)).copy()
    generator = submission.generator(new_seed(rng))
    arms, values = submission.epsilon_greedy_bandit(rewards, epsilons, generator, initial, alpha)
    assert_equal(np.shape(arms), (len(rewards),), what="the shape of the arms")
    assert_equal(np.isin(arms, np.arange(rewards.shape[1])).all(), True, what="whether all arms are from 0 to K - 1")
    return arms, values


def estimates(rewards, arms, initial, alpha=None):
    """What the rewards that were seen say: their mean, or the sum with weights that fade from the last backwards."""
    rewards, values = rewards.astype(float), initial.astype(float)
    for arm in range(rewards.shape[1]):
        seen = rewards[arms == arm, arm]
        if alpha is not None:
            weights = alpha * (1 - alpha) ** np.arange(len(seen))[::-1]
            values[arm] = (1 - alpha) ** len(seen) * initial[arm] + weights @ seen
        elif len(seen):
            values[arm] = seen.mean()
    return values


def counts(arms, n_arms):
    return np.bincount(arms, minlength=n_arms)


@pytest.mark.points(12)
def test_epsilon_falls_in_a_straight_line(submission, rng):
    """epsilon goes from start in step 0 to end in step n_decay in a straight line, and stays there."""
    start, end = uniform(rng, 0.6, 0.9, 2), uniform(rng, 0.05, 0.3, 2)
    for n_steps, n_decay, a, b in [(9, 5, start, end), (4, 11, start, end), (7, 4, end, start), (3, 0, start, end)]:
        expected = [b if t >= n_decay else (a * (n_decay - t) + b * t) / n_decay for t in range(n_steps)]
        assert_close(submission.linear_epsilon(n_steps, a, b, n_decay), np.array(expected), exact_dtype=True)


@pytest.mark.points(14)
def test_greedy_play_builds_on_every_reward(submission, rng):
    """With epsilon = 0 each step pulls the arm whose estimate is the largest, after all updates before it."""
    # Arms that always pay the same: whatever the step size, the best one is known after a try of each.
    paid, initial = np.array([0.25, 0.75, 0.5, 0.0]), np.array([5.0, 8.0, 6.0, 7.0])
    arms, _ = play(submission, rng, np.tile(paid, (24, 1)), 0.0, initial)
    assert_equal(arms[:4], np.array([1, 3, 2, 0]), what="the first arms of a greedy agent, from the largest start down")
    assert_equal(arms[-4:], np.ones(4, dtype=int), what="the last arms of a greedy agent whose arm 1 always pays most")
    # The answer's own estimates say what is greedy: a wrong step size costs the tests of the step size.
    for n_arms, alpha in [(4, None), (3, 0.4), (1, None)]:
        rewards, initial = rng.normal(size=(10, n_arms)), 2.0 + rng.random(n_arms)
        arms, _ = play(submission, rng, rewards, 0.0, initial, alpha)
        best = [play(submission, rng, rewards[:t], 0.0, initial, alpha)[1].argmax() for t in range(1, 10)]
        assert_equal(arms, np.array([initial.argmax(), *best]), what="the arms of a greedy agent")


@pytest.mark.points(14)
def test_estimates_are_means_of_the_rewards_seen(submission, rng):
    """Without alpha, an estimate is the mean of the rewards that its arm paid, or the start if there are none."""
    rewards, initial = rng.normal(size=(40, 5)) + 3.0, 7.0 + rng.random(5)
    arms, values = play(submission, rng, rewards, 0.6, initial)
    assert_close(values, estimates(rewards, arms, initial), what="the estimates")
    arms, values = play(submission, rng, rewards[:3], 0.5, initial)
    assert_close(values, estimates(rewards[:3], arms, initial), what="the estimates after 3 steps")


@pytest.mark.points(12)
def test_a_constant_step_size_forgets(submission, rng):
    """With alpha, an estimate moves by alpha times its error: old rewards and the start fade by 1 - alpha a pull."""
    rewards, initial = rng.normal(size=(40, 4)) - 1.0, rng.normal(size=4)
    for alpha in (0.3, 1.0, 0.0):
        arms, values = play(submission, rng, rewards, 0.7, initial, alpha)
        assert_close(values, estimates(rewards, arms, initial, alpha), what=f"the estimates with alpha = {alpha}")


@pytest.mark.points(10)
def test_an_optimistic_start_tries_every_arm(submission, rng):
    """A greedy agent whose start lies above all rewards pulls each arm once in the first K steps."""
    n_arms = 6
    rewards = rng.random((n_arms, n_arms))
    for alpha in (None, 0.3):
        arms, _ = play(submission, rng, rewards, 0.0, np.full(n_arms, 5.0), alpha)
        assert_equal(np.sort(arms), np.arange(n_arms), what="the arms of the first K steps, sorted")


@pytest.mark.points(10)
def test_the_greedy_arms_share_ties(submission, rng):
    """With epsilon = 0, arms whose estimates equal the largest are drawn alike; nearly equal is not a tie."""
    # Arms that pay what is expected of them leave the estimates where they are: every step draws from one law.
    order = rng.permutation(5)
    for initial in ([2.0, 7.0, 7.0, 1.0, 7.0], [3.0, np.nextafter(3.0, 0.0), 3.0 - 1e-9, -900.0, 3.0]):
        initial = np.array(initial)[order]
        arms, _ = play(submission, rng, np.tile(initial, (200, 1)), 0.0, initial)
        best = (initial == initial.max()).astype(float)
        assert_distribution(counts(arms, 5), best / best.sum(), what=f"the arms for {initial.tolist()}")


@pytest.mark.points(10)
def test_exploration_draws_from_all_arms(submission, rng):
    """A greedy arm is pulled with probability (1 - epsilon) / ties + epsilon / K, any other with epsilon / K."""
    order = rng.permutation(3)
    for initial, epsilon in [([1.0, 3.0, 2.0], 1.0), ([1.0, 4.0, -2.0], 0.6), ([1.0, 1.0, 0.5], 0.5)]:
        initial = np.array(initial)[order]
        arms, _ = play(submission, rng, np.tile(initial, (260, 1)), epsilon, initial)
        best = (initial == initial.max()).astype(float)
        law = epsilon / 3 + (1 - epsilon) * best / best.sum()
        assert_distribution(counts(arms, 3), law, what=f"the arms for {initial.tolist()} and epsilon = {epsilon}")


@pytest.mark.points(8)
def test_each_step_has_its_own_epsilon(submission, rng):
    """The exploration rate of step t is epsilons[t]."""
    # The first step is greedy, so that the better arm is known from there on.
    epsilons = np.append(0.0, rng.permutation(np.repeat([0.0, 0.5, 1.0], 120)))
    initial = np.array([0.0, 1.0])
    arms, _ = play(submission, rng, np.tile(initial, (361, 1)), epsilons, initial)
    for epsilon in (0.0, 0.5, 1.0):
        law = [epsilon / 2, 1 - epsilon / 2]
        assert_distribution(counts(arms[epsilons == epsilon], 2), law, what=f"the arms in steps with epsilon {epsilon}")


@pytest.mark.points(5)
def test_the_same_generator_gives_the_same_run(submission, rng):
    """All chance comes from rng: the same seed gives the same run, another seed another one."""
    # Equal arms: ties are broken in every step that doesn't explore. Different ones: it is seen which steps explore.
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    for initial in (np.zeros(4), np.arange(4.0)):
        rewards, epsilons = np.tile(initial, (60, 1)), np.full(60, 0.5)
        runs = []
        for seed in (seeds[0], seeds[0], seeds[1]):
            runs.append(submission.epsilon_greedy_bandit(rewards, epsilons, submission.generator(seed), initial))
        assert_equal(runs[1], runs[0], what="the second run with one seed")
        assert not np.array_equal(runs[2][0], runs[0][0]), "Two seeds of rng gave the same arms."


@pytest.mark.points(5)
def test_tables_of_any_dtype(submission, rng):
    """Integer and float32 tables give int64 arms and float64 estimates; no steps leave the start."""
    for dtype in (np.int64, np.float32):
        rewards, initial = rng.integers(-5, 6, size=(12, 3)).astype(dtype), np.array([9, 8, 7], dtype=dtype)
        for alpha in (None, 0.25):
            arms, values = play(submission, rng, rewards, 0.5, initial, alpha)
            assert_equal(arms.dtype, np.dtype(np.int64), what="the dtype of the arms")
            # float32 rewards may be averaged in float32: NumPy does so beside Python's own floats.
            expected, rtol = estimates(rewards, arms, initial, alpha), 1e-5 if dtype == np.float32 else None
            assert_close(values, expected, rtol=rtol, exact_dtype=True, what="the estimates")
        arms, values = play(submission, rng, rewards[:0], 0.5, initial)
        assert_equal(arms, np.zeros(0, dtype=np.int64), exact_dtype=True, what="the arms of no steps")
        assert_close(values, initial.astype(float), exact_dtype=True, what="the estimates")
