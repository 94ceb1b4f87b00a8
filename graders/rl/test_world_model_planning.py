"""Grades `world_model_planning`: fits by singular vectors, plans by matrix powers, chosen actions by their law."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, uniform


def model(rng, n_state, n_action):
    """Dynamics that neither explode nor die out, and a reward."""
    return rng.normal(size=(n_state + n_action + 1, n_state)) * 0.5, rng.normal(size=n_state + n_action + 1)


def transitions(rng, n, n_state, n_action, noise):
    dynamics, reward = model(rng, n_state, n_action)
    states, actions = rng.normal(size=(n, n_state)) * 2, rng.normal(size=(n, n_action)) + 0.5
    inputs = np.c_[states, actions, np.ones(n)]
    next_states = inputs @ dynamics + noise * rng.normal(size=(n, n_state))
    return states, actions, inputs @ reward + noise * rng.normal(size=n), next_states


def smallest_fit(states, actions, targets):
    """The least squares solution with the smallest norm, from the singular vectors."""
    u, sizes, vt = np.linalg.svd(np.c_[states, actions, np.ones(len(states))], full_matrices=False)
    kept = sizes > 1e-10 * sizes[0]
    return vt[kept].T @ ((u[:, kept].T @ targets).T / sizes[kept]).T


def act(submission, rng, dynamics, reward, state, low, high, horizon, n_plans, gamma, n_calls=1):
    """Several planned actions, drawn one after the other from one generator."""
    generator = submission.generator(new_seed(rng))
    data = (dynamics, reward, state, low, high, horizon, n_plans, gamma, generator)
    return submission.plan_often(n_calls, *data)


@pytest.mark.points(18)
def test_imagined_returns_follow_the_model(submission, rng):
    """Each step adds gamma^h times the predicted reward of its state and action, then moves to the predicted state."""
    for n_state, n_action, n_plans, horizon in [(3, 2, 5, 4), (2, 1, 1, 6), (1, 3, 4, 1)]:
        dynamics, reward = model(rng, n_state, n_action)
        state, plans = rng.normal(size=n_state), rng.normal(size=(n_plans, horizon, n_action))
        move, push, drift = dynamics[:n_state].T, dynamics[n_state:-1].T, dynamics[-1]
        for gamma in (uniform(rng, 0.5, 0.9), 1.0, 0.0):
            expected = np.zeros(n_plans)
            for h in range(horizon):
                # The state at step h, from the powers of the linear map.
                powers = [np.linalg.matrix_power(move, k) for k in range(h + 1)]
                pushes = sum((powers[h - 1 - k] @ (push @ plans[:, k].T + drift[:, None]) for k in range(h)), 0.0)
                at = (powers[h] @ state)[:, None] + pushes
                pays = reward[:n_state] @ at + reward[n_state:-1] @ plans[:, h].T + reward[-1]
                expected += gamma**h * pays
            actual = submission.imagined_returns(dynamics, reward, state, plans, gamma)
            assert_close(actual, expected, what="the imagined returns")


@pytest.mark.points(16)
def test_fit_is_least_squares(submission, rng):
    """Dynamics and reward are the least squares fit on [state, action, 1], with nothing added."""
    for n, n_state, n_action in [(20, 3, 2), (9, 1, 4)]:
        states, actions, rewards, next_states = transitions(rng, n, n_state, n_action, 0.3)
        dynamics, reward = submission.fit_world_model(states, actions, rewards, next_states)
        assert_close(dynamics, smallest_fit(states, actions, next_states), rtol=1e-8, what="the dynamics")
        assert_close(reward, smallest_fit(states, actions, rewards), rtol=1e-8, what="the reward")


@pytest.mark.points(8)
def test_few_transitions_give_the_smallest_model(submission, rng):
    """If several models fit equally well, the one with the smallest sum of squares is returned."""
    one = np.ones((1, 1))
    dynamics, reward = submission.fit_world_model(one, one, np.array([3.0]), 6 * one)
    assert_close(dynamics, np.full((3, 1), 2.0), rtol=1e-7, what="the dynamics fitted to a single transition")
    assert_close(reward, np.ones(3), rtol=1e-7, what="the reward fitted to a single transition")
    for n, n_state, n_action, repeat in [(4, 3, 2, False), (12, 2, 2, True)]:
        states, actions, rewards, next_states = transitions(rng, n, n_state, n_action, 0.0)
        if repeat:
            actions[:, 1] = actions[:, 0]  # a direction that was never tried by itself
        dynamics, reward = submission.fit_world_model(states, actions, rewards, next_states)
        assert_close(dynamics, smallest_fit(states, actions, next_states), rtol=1e-7, what="the dynamics")
        assert_close(reward, smallest_fit(states, actions, rewards), rtol=1e-7, what="the reward")


@pytest.mark.points(16)
def test_the_first_action_of_the_best_plan(submission, rng):
    """With many plans the first action of the best is near the optimum, which may cost reward at first."""
    # Either the first entry is the reward, or the second moves the state, which pays ten times as much a step later.
    dynamics = np.array([[1.0], [0.0], [1.0], [0.0]])
    low, high = np.array([-1.0, 0.0]), np.array([2.0, 3.0])
    now, later = np.array([0.0, 1.0, 0.0, 0.0]), np.array([10.0, 0.01, -1.0, 0.0])
    chosen = act(submission, rng, dynamics, now, np.zeros(1), low, high, 1, 4000, 0.9)[0]
    assert_equal(chosen.shape, (2,), what="the shape of an action")
    assert chosen[0] > 1.97, f"the reward is the first entry, at most 2, and {chosen[0]:.2f} was chosen of 4000 plans"
    chosen = act(submission, rng, dynamics, later, np.zeros(1), low, high, 2, 900, 1.0)[0]
    assert chosen[1] > 2.4, f"the second entry pays off in the next step: at most 3, {chosen[1]:.2f} was chosen"
    chosen = act(submission, rng, dynamics, later, np.zeros(1), low, high, 2, 900, 0.05)[0]
    assert chosen[1] < 0.9, f"with gamma = 0.05 the second entry doesn't pay: at least 0, {chosen[1]:.2f} was chosen"


@pytest.mark.points(12)
def test_the_best_of_the_plans_is_chosen(submission, rng):
    """Exactly n_plans plans are drawn: the best of M uniform draws has the law x^M."""
    dynamics, reward = np.zeros((3, 1)), np.array([0.0, -2.0, 1.0])
    n_plans = 2
    chosen = act(submission, rng, dynamics, reward, np.ones(1), np.array([-3.0]), np.array([1.0]), 1, n_plans, 1.0, 800)
    cells = np.minimum((((1.0 - chosen[:, 0]) / 4.0) ** n_plans * 5).astype(int), 4)
    assert_equal(bool(((chosen >= -3.0) & (chosen <= 1.0)).all()), True, what="whether all actions are in bounds")
    counts = np.bincount(np.maximum(cells, 0), minlength=5)
    assert_distribution(counts, np.full(5, 0.2), what=f"the best of {n_plans} plans, in five cells of equal chance")


@pytest.mark.points(10)
def test_plans_are_uniform_between_their_bounds(submission, rng):
    """With a single plan the action is uniform, each entry between its own bounds and independent of the others."""
    low = rng.normal(size=900) * 5
    high = low + rng.uniform(0.5, 9.0, size=900)
    dynamics, reward = model(rng, 2, 900)
    chosen = act(submission, rng, dynamics, reward, rng.normal(size=2), low, high, 2, 1, 0.9, 2)
    share = (chosen - low) / (high - low)
    assert_equal(bool(((share >= 0) & (share <= 1)).all()), True, what="whether all actions are in bounds")
    # A uniform draw never hits a bound, one that was clipped often does.
    assert not np.isin(share, (0.0, 1.0)).any(), "some of the entries lie exactly at one of their bounds"
    cells = np.minimum((share * 3).astype(int), 2)
    for name, one, other in [("calls", cells[0], cells[1]), ("entries", cells[:, ::2], cells[:, 1::2])]:
        counts = np.bincount((3 * one + other).ravel(), minlength=9)
        assert_distribution(counts, np.full(9, 1 / 9), what=f"the thirds in which two {name} fall")


@pytest.mark.points(10)
def test_the_actions_of_a_plan_are_independent(submission, rng):
    """Each action of a plan is drawn by itself: a plan that needs two different actions can be found."""
    # An action costs 6 times its size and becomes the state, which pays 10 times its size: 4 a_0 - 6 a_1 in two steps.
    dynamics = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])
    reward = np.array([10.0, 0.0, -6.0, 0.0])
    bounds = np.array([-1.0]), np.array([1.0])
    chosen = act(submission, rng, dynamics, reward, np.zeros(2), *bounds, 2, 900, 1.0)[0, 0]
    assert chosen > 0.2, f"the best plan is 1 and then -1, and {chosen:.2f} was chosen out of 900 plans"


@pytest.mark.points(6)
def test_randomness_comes_from_rng_alone(submission, rng):
    """With an rng in the same state the action is the same; another seed gives another one."""
    dynamics, reward = model(rng, 2, 3)
    low, high = np.array([-1.0, 0.0, 2.0]), np.array([1.0, 4.0, 2.0])
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    data = (dynamics, reward, np.ones(2), low, high, 3, 7, 0.9)
    first, again, other = (
        submission.plan_action(*data, submission.generator(s)) for s in (seeds[0], seeds[0], seeds[1])
    )
    assert_equal(again, first, what="the action with the same seed again")
    assert not np.array_equal(first, other), "two seeds gave the same action"
    assert_close(first[2], 2.0, what="an entry whose two bounds are 2")


@pytest.mark.points(4)
def test_whole_numbers_give_float64(submission):
    """Integer states, actions and rewards are fine, and all results are float64."""
    states, actions = np.array([[0], [1], [0], [2]]), np.array([[0], [0], [1], [1]])
    dynamics, reward = submission.fit_world_model(states, actions, np.array([0, 3, -1, 5]), 1 + states + 2 * actions)
    assert_close(dynamics, np.array([[1.0], [2.0], [1.0]]), exact_dtype=True, what="the dynamics")
    assert_close(reward, np.array([3.0, -1.0, 0.0]), exact_dtype=True, what="the reward")
    returns = submission.imagined_returns(dynamics, reward, np.array([2]), np.array([[[1], [-1]], [[0], [3]]]), 1.0)
    assert_close(returns, np.array([5.0 + 16.0, 6.0 + 6.0]), exact_dtype=True, what="the returns")
    low, high, generator = np.array([0, -4]), np.array([0, 4]), submission.generator(5)
    data = (np.zeros((4, 1)), np.zeros(4), np.array([2]), low, high, 2, 1, 0.5, generator)
    action = submission.plan_action(*data)
    assert_equal(
        (str(np.asarray(action).dtype), np.shape(action)), ("float64", (2,)), what="dtype and shape of an action"
    )
    assert_close(action[0], 0.0, what="an entry whose two bounds are 0")
    several = submission.plan_often(9, *data)[:, 1]
    assert_equal(np.array_equal(several, several.round()), False, what="whether only whole numbers were drawn")
