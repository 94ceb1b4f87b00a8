"""Grades `td_zero`: every update is an affine map of the table, and products of such maps are the oracle."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform


def affine(n_states, transitions, gamma):
    """The matrix A and the vector b for which A V + b holds, by state, the summed TD errors of the transitions."""
    a, b = np.zeros((n_states, n_states)), np.zeros(n_states)
    for state, reward, next_state, terminated in transitions:
        a[state, state] -= 1.0
        a[state, next_state] += 0.0 if terminated else gamma
        b[state] += reward
    return a, b


def after(values, batches, alpha, gamma):
    """The table after one update for each batch of transitions."""
    values = np.asarray(values, dtype=float)
    for batch in batches:
        a, b = affine(len(values), batch, gamma)
        values = values + alpha * (a @ values + b)
    return values


def one_by_one(episodes):
    """Online learning: each transition is a batch of its own."""
    return [[transition] for episode in episodes for transition in episode]


def own_after(submission, values, batches, alpha, gamma):
    """As `after`, with the answer's own TD errors: a wrong error costs the tests of `td_errors` alone."""
    values = np.array(values, dtype=float)
    for batch in batches:
        # A transition follows, so that none of the batch is the last one.
        errors = submission.td_errors(values, [*batch, (0, 0.0, 0, False)], gamma)
        assert_equal(np.shape(errors), (len(batch) + 1,), what="the shape of the TD errors")
        total = np.zeros(len(values))
        for (state, *_), error in zip(batch, np.asarray(errors), strict=False):
            total[state] += float(error)
        values = values + alpha * total
    return values


def together(episodes):
    return [transition for episode in episodes for transition in episode]


def walk(rng, n_states, n_steps, ends):
    """An episode among the states 0 to n_states - 2, most of them visited more than once.

    It ends with a terminal step into the last state, or is cut off.
    """
    path = rng.integers(n_states - 1, size=n_steps + 1).tolist()
    path[2] = path[0]  # a state seen again two steps later
    path[4] = path[3]  # and a step that stays where it is
    rewards = rng.normal(size=n_steps).tolist()
    episode = [(path[t], rewards[t], path[t + 1], False) for t in range(n_steps)]
    if ends:
        episode[-1] = (path[-2], rewards[-1], n_states - 1, True)
    return episode


def table(rng, n_states):
    """A start table whose last state, the terminal one, has the value 0."""
    values = rng.normal(size=n_states) * 2.0
    values[-1] = 0.0
    return values


def step_sizes(rng):
    return uniform(rng, 0.1, 0.4), uniform(rng, 0.5, 0.9)


@pytest.mark.points(24)
def test_td_errors_compare_the_table_with_one_step(submission, rng):
    """The TD error is reward + gamma * V(next_state) - V(state), for every transition with the same table."""
    values, episode = table(rng, 6), walk(rng, 6, 9, ends=True)
    for gamma in [step_sizes(rng)[1], 1.0, 0.0]:
        expected = [affine(6, [t], gamma)[0][t[0]] @ values + t[1] for t in episode]
        assert_close(submission.td_errors(values, episode, gamma), np.array(expected))


@pytest.mark.points(16)
def test_online_updates_build_on_each_other(submission, rng):
    """Online, every transition moves V(state) by alpha times its error, before the next error is taken."""
    alpha, gamma = step_sizes(rng)
    values = table(rng, 5)
    episodes = [walk(rng, 5, n_steps, ends=True) for n_steps in (7, 5, 11)]
    assert_close(
        submission.td_zero(values, episodes[:1], alpha, gamma),
        own_after(submission, values, one_by_one(episodes[:1]), alpha, gamma),
    )
    assert_close(
        submission.td_zero(values, episodes, alpha, gamma),
        own_after(submission, values, one_by_one(episodes), alpha, gamma),
    )


@pytest.mark.points(4)
def test_step_size_at_its_ends(submission, rng):
    """With alpha = 0 the table stays, with alpha = 1 V(state) becomes the target."""
    _, gamma = step_sizes(rng)
    values = table(rng, 5)
    episodes = [walk(rng, 5, n_steps, ends=True) for n_steps in (6, 8)]
    assert_close(submission.td_zero(values, episodes, 0.0, gamma), values)
    assert_close(
        submission.td_zero(values, episodes, 1.0, gamma),
        own_after(submission, values, one_by_one(episodes), 1.0, gamma),
    )


@pytest.mark.points(14)
def test_nothing_follows_a_terminal_transition(submission, rng):
    """After a terminal transition nothing follows: the target is the reward, whatever V(next_state) is."""
    alpha, gamma = step_sizes(rng)
    values = rng.normal(size=4) + 5.0
    # The next state of a terminal transition may be any: one that is left again elsewhere, or the state itself.
    episodes = [
        [(0, 1.5, 1, False), (1, -2.0, 2, True)],
        [(2, 0.7, 0, False), (0, 0.4, 1, True)],
        [(1, 3.0, 1, True)],
        [(3, -1.0, 3, False), (3, 2.5, 0, True)],
    ]
    for episode in episodes:
        state, reward, _, _ = episode[-1]
        errors = submission.td_errors(values, episode, gamma)
        assert_equal(np.shape(errors), (len(episode),), what="the shape of the TD errors")
        assert_close(errors[-1], reward - values[state], what="the TD error of the terminal transition")
    alone = [episode[-1:] for episode in episodes]
    expected = own_after(submission, values, one_by_one(alone), alpha, gamma)
    assert_close(submission.td_zero(values, alone, alpha, gamma), expected, what="the table after terminal transitions")
    # In a sweep each state moves once and is bootstrapped from before it moves: summing has a test of its own.
    episodes = [[(0, 1.5, 1, False), (1, -2.0, 0, True)], [(2, 0.7, 3, False), (3, 2.5, 3, True)]]
    expected = own_after(submission, values, [together(episodes)] * 2, alpha, gamma)
    assert_close(submission.batch_td_zero(values, episodes, alpha, gamma, 2), expected, what="the table after 2 sweeps")


@pytest.mark.points(10)
def test_a_truncated_episode_bootstraps_to_its_end(submission, rng):
    """An episode that was cut off has no terminal transition: its last one bootstraps like the others."""
    alpha, gamma = step_sizes(rng)
    values = rng.normal(size=5) + 4.0
    episodes = [walk(rng, 5, n_steps, ends=False) for n_steps in (5, 7, 6)]
    errors = submission.td_errors(values, episodes[0], gamma)
    going_on = submission.td_errors(values, episodes[0] + episodes[1], gamma)
    assert_equal(np.shape(errors), (5,), what="the shape of the TD errors")
    assert_close(errors, going_on[:5], what="the TD errors of an episode that was cut off, as if it went on")
    alone = [episode[-1:] for episode in episodes]
    expected = own_after(submission, values, one_by_one(alone), alpha, gamma)
    assert_close(submission.td_zero(values, alone, alpha, gamma), expected, what="the table after transitions cut off")
    episodes = [[(0, -0.4, 1, False), (1, 1.3, 2, False)], [(3, 0.6, 4, False)]]  # no state twice: summing is apart
    expected = own_after(submission, values, [together(episodes)] * 2, alpha, gamma)
    assert_close(submission.batch_td_zero(values, episodes, alpha, gamma, 2), expected, what="the table after 2 sweeps")


@pytest.mark.points(14)
def test_a_sweep_sums_the_errors_of_each_state(submission, rng):
    """In a sweep, V(s) moves once, by alpha times the sum of all errors of s, each taken with the table held still."""
    alpha, gamma = step_sizes(rng)
    values = table(rng, 5)
    episodes = [walk(rng, 5, n_steps, ends=True) for n_steps in (6, 5, 8)]
    for some in (episodes[:1], episodes):
        expected = own_after(submission, values, [together(some)], alpha, gamma)
        actual = submission.batch_td_zero(values, some, alpha, gamma, 1)
        assert_close(actual, expected, what=f"the table after a sweep over {len(some)} episode{'s' * (len(some) > 1)}")


@pytest.mark.points(9)
def test_sweeps_repeat_until_the_certainty_equivalence_estimate(submission, rng):
    """n_sweeps sweeps are made; many of them end at the values of the model that fits the experience."""
    _, gamma = step_sizes(rng)
    values = table(rng, 5)
    episodes = [walk(rng, 5, n_steps, ends=True) for n_steps in (6, 5, 8)]
    for n_sweeps, some in [(0, episodes), (2, episodes[:1]), (5, episodes)]:
        expected = own_after(submission, values, [together(some)] * n_sweeps, 0.05, gamma)
        actual = submission.batch_td_zero(values, some, 0.05, gamma, n_sweeps)
        assert_close(actual, expected, what=f"the table after {n_sweeps} sweeps")
    # Sutton & Barto's example 6.4: V(A) is V(B), though the one return that was seen from A is 0.
    episodes = [[(0, 0.0, 1, False), (1, 0.0, 2, True)], *[[(1, 1.0, 2, True)]] * 6, [(1, 0.0, 2, True)]]
    assert_close(submission.batch_td_zero(np.zeros(3), episodes, 0.1, 1.0, 400), np.array([0.75, 0.75, 0.0]))


@pytest.mark.points(5)
def test_tables_of_any_dtype_give_float64(submission):
    """An integer or float32 table may be the start; the result is a float64 array."""
    episode = [(0, 0.5, 1, False), (1, 1.0, 0, False), (0, 0.25, 2, True)]
    for dtype in [np.int64, np.float32, np.float64]:
        values = np.array([3, -2, 0], dtype=dtype)
        errors = submission.td_errors(values, episode, 0.5)
        expected = submission.td_errors(np.array([3.0, -2.0, 0.0]), episode, 0.5)
        assert_close(errors, expected, exact_dtype=True, what="the TD errors")
        assert_equal(str(errors.dtype), "float64", what="the dtype of the TD errors")
        online = own_after(submission, values, [episode[1:2]], 0.25, 0.5)
        assert_close(submission.td_zero(values, [episode[1:2]], 0.25, 0.5), online, exact_dtype=True)
        batch = own_after(submission, values, [episode[1:2]] * 2, 0.25, 0.5)
        assert_close(submission.batch_td_zero(values, [episode[1:2]], 0.25, 0.5, 2), batch, exact_dtype=True)


@pytest.mark.points(4)
def test_no_experience_changes_nothing(submission, rng):
    """An empty episode has no error and moves nothing; neither does an empty list of episodes."""
    values = table(rng, 4)
    episode = [(1, 2.0, 0, False), (0, -1.0, 3, True)]
    assert_close(submission.td_errors(values, [], 0.9), np.zeros(0))
    assert_close(submission.td_zero(values, [], 0.5, 0.9), values)
    assert_close(submission.batch_td_zero(values, [], 0.5, 0.9, 3), values)
    moved = own_after(submission, values, [episode[:1]], 0.5, 0.9)
    assert_close(submission.td_zero(values, [[], episode[:1], []], 0.5, 0.9), moved)
    moved = own_after(submission, values, [episode], 0.5, 0.9)
    assert_close(submission.batch_td_zero(values, [[], episode, []], 0.5, 0.9, 1), moved)
