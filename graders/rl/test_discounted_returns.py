"""Grades `discounted_returns`: every return summed by its definition, reward by reward, is the oracle."""

import numpy as np
import pytest

from kata.testing import assert_close


def expected_returns(rewards, terminated, gamma, last_values):
    """Each return of each stream: look ahead until an episode ends or the stream stops."""
    n_streams, n_steps = rewards.shape
    out = np.zeros(rewards.shape)
    for b in range(n_streams):
        for t in range(n_steps):
            ends = np.flatnonzero(terminated[b, t:])
            if len(ends):
                k = np.arange(ends[0] + 1)
                out[b, t] = (rewards[b, t + k] * gamma**k).sum()
            else:
                k = np.arange(n_steps - t)
                out[b, t] = (rewards[b, t:] * gamma**k).sum() + gamma ** (n_steps - t) * last_values[b]
    return out


def one_episode(rewards, gamma):
    return expected_returns(rewards[None], np.zeros((1, len(rewards)), dtype=bool), gamma, np.zeros(1))[0]


def streams(rng, n_streams, n_steps):
    """Rewards and flags; each stream has an end inside and goes on after it, and no two end together everywhere."""
    rewards = rng.normal(size=(n_streams, n_steps)) + 1.0
    terminated = rng.random((n_streams, n_steps)) < 0.2
    terminated[:, -1] = False
    terminated[0, 2:5] = [False, True, False]
    terminated[1, 2:5] = [True, True, False]  # an episode of a single step
    terminated[2] = False
    return rewards, terminated


@pytest.mark.points(30)
def test_returns_of_one_episode(submission, rng):
    """G_t is the reward of step t plus gamma, gamma^2, ... times the rewards after it."""
    for n_steps, gamma in [(9, 0.8), (5, 1.0), (14, 0.35), (1, 0.5)]:
        rewards = rng.normal(size=n_steps) + 0.5
        assert_close(submission.discounted_returns(rewards, gamma), one_episode(rewards, gamma))


@pytest.mark.points(10)
def test_long_episodes_stay_finite(submission, rng):
    """A long episode with a small gamma has finite returns, right to its end, and with gamma 0 they are the rewards."""
    rewards, gamma = rng.normal(size=1200), 0.02
    # What lies more than 20 steps ahead is too small to be seen.
    longer = np.concatenate([rewards, np.zeros(20)])
    expected = sum(gamma**k * longer[k : k + 1200] for k in range(20))
    assert_close(submission.discounted_returns(rewards, gamma), expected)
    two = np.stack([rewards[-400:], -rewards[-400:]])
    actual = submission.stream_returns(two, np.zeros((2, 400), dtype=bool), gamma)
    assert_close(actual, np.stack([expected[-400:], -expected[-400:]]))
    assert_close(submission.discounted_returns(rewards[:6], 0.0), rewards[:6], what="the returns with gamma = 0")


@pytest.mark.points(25)
def test_nothing_crosses_the_end_of_an_episode(submission, rng):
    """A terminated step's return is its own reward, and no return reaches beyond the end of its episode."""
    # Without a discount: what gamma does is judged elsewhere.
    for n_streams, n_steps in [(3, 11), (5, 8)]:
        rewards, terminated = streams(rng, n_streams, n_steps)
        expected = expected_returns(rewards, terminated, 1.0, np.zeros(n_streams))
        assert_close(submission.stream_returns(rewards, terminated, 1.0), expected)


@pytest.mark.points(10)
def test_a_stream_that_was_cut_off_goes_on_with_last_values(submission, rng):
    """Where the last step didn't terminate, last_values stands for the return of the step after it."""
    # Without a discount: what gamma does is judged elsewhere.
    for n_streams, n_steps, gamma in [(4, 9, 1.0), (3, 7, 1.0)]:
        rewards, _ = streams(rng, n_streams, n_steps)
        terminated = np.zeros((n_streams, n_steps), dtype=bool)
        last_values = rng.normal(size=n_streams) + 5.0
        last_values[2] *= -1.0
        expected = expected_returns(rewards, terminated, gamma, last_values)
        assert_close(submission.stream_returns(rewards, terminated, gamma, last_values), expected)
        expected = expected_returns(rewards, terminated, gamma, np.zeros(n_streams))
        assert_close(submission.stream_returns(rewards, terminated, gamma), expected, what="without last_values")


@pytest.mark.points(10)
def test_last_values_are_nothing_to_a_stream_that_terminated(submission, rng):
    """Where the last step terminated, last_values has no influence, be it inf or nan."""
    rewards, _ = streams(rng, 3, 7)
    terminated = np.zeros((3, 7), dtype=bool)
    terminated[:, -1] = True
    expected = expected_returns(rewards, terminated, 1.0, np.zeros(3))
    for value in (4.0, np.inf, np.nan):
        actual = submission.stream_returns(rewards, terminated, 1.0, np.full(3, value))
        assert_close(actual, expected, what=f"the returns of streams that terminated, with last_values of {value}")


@pytest.mark.points(10)
def test_each_episode_of_a_stream_has_its_own_discount(submission, rng):
    """Within each episode of a stream, a reward k steps later counts gamma^k times, and so does its last value."""
    for n_streams, n_steps, gamma in [(3, 11, 0.7), (4, 7, 0.0)]:
        rewards, terminated = streams(rng, n_streams, n_steps)
        terminated[1, -1] = True
        last_values = rng.normal(size=n_streams) + 5.0
        expected = expected_returns(rewards, terminated, gamma, last_values)
        assert_close(submission.stream_returns(rewards, terminated, gamma, last_values), expected)


@pytest.mark.points(5)
def test_rewards_of_any_dtype(submission, rng):
    """Rewards of any real dtype give float64 returns."""
    # Compared with the answer's own float64 returns, and with those of a single step, which nothing follows.
    rewards, terminated = streams(rng, 3, 8)[0], np.zeros((3, 8), dtype=bool)
    values = np.array([3, -2, 7])
    for dtype in (np.int64, np.int8, np.float32):
        some = (8 * rewards).round().astype(dtype)
        expected = submission.discounted_returns(some[0].astype(float), 0.25)
        actual = submission.discounted_returns(some[0], 0.25)
        assert_close(actual, expected, exact_dtype=True)
        assert_close(submission.discounted_returns(some[0, :1], 1.0), some[0, :1].astype(float), what="a single return")
        expected = submission.stream_returns(some.astype(float), terminated, 0.25, values.astype(float))
        actual = submission.stream_returns(some, terminated, 0.25, values.astype(dtype))
        assert_close(actual, expected, exact_dtype=True)
        actual = submission.stream_returns(some[:, :1], terminated[:, :1], 1.0, values.astype(dtype))
        assert_close(actual[:, 0], some[:, 0] + 1.0 * values, what="the returns of streams of one step")
