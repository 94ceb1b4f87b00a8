"""Grades `policy_evaluation`: values are summed as expected rewards, step by step ahead, with no Bellman equation."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def mdp(rng, n_states, n_actions):
    """A random MDP, whose last state is terminal, and a random policy."""
    P = rng.random((n_states, n_actions, n_states)) ** 3
    P[-1] = np.eye(n_states)[-1]
    P /= P.sum(axis=2, keepdims=True)
    R = rng.normal(size=(n_states, n_actions)) + 0.5
    R[-1] = 0.0
    policy = rng.random((n_states, n_actions)) ** 2 + 0.01
    return P, R, policy / policy.sum(axis=1, keepdims=True)


def chain(P, R, policy):
    """P_pi and r_pi, one state at a time."""
    pairs = list(zip(policy, P, R, strict=True))
    return np.array([row @ p for row, p, _ in pairs]), np.array([row @ r for row, _, r in pairs])


def is_model(parts, n_states):
    """Whether these are a chain and its rewards: of chances whose rows or columns sum to 1, so that sweeps end."""
    if [part.shape for part in parts] != [(n_states, n_states), (n_states,)] or not np.isfinite(parts[1]).all():
        return False
    return (parts[0] >= 0).all() and any(np.allclose(parts[0].sum(axis=axis), 1.0) for axis in (0, 1))


def right_or_own(submission, model, close):
    """The chain, or the answer's own where `close` says that its values are those of its own: that costs one test."""
    right = chain(*model)
    if close(right):
        return right
    own = submission.policy_model(*model)
    parts = [np.array(part, dtype=float) for part in own] if isinstance(own, tuple) else []
    return parts if is_model(parts, len(right[1])) and close(parts) else right


def partial_sums(moves, rewards, gamma):
    """The expected discounted reward of the first n steps, for n = 1, 2, ...: what n sweeps from zeros give."""
    spread, total = np.eye(len(rewards)), np.zeros(len(rewards))
    for k in range(5000):
        total = total + gamma**k * (spread @ rewards)
        spread = spread @ moves
        yield total


def swept(moves, rewards, gamma, tolerance):
    before = np.zeros(len(rewards))
    for n, values in enumerate(partial_sums(moves, rewards, gamma), start=1):
        if np.abs(values - before).max() < tolerance:
            return values, n
        before = values
    raise AssertionError("the oracle's own sweeps must end")


def summed(moves, rewards, gamma):
    """The whole sum of discounted expected rewards."""
    return next(v for n, v in enumerate(partial_sums(moves, rewards, gamma)) if gamma**n < 1e-13)


def same(actual, expected):
    return np.shape(actual) == expected.shape and np.allclose(actual, expected, rtol=1e-7, atol=1e-9)


@pytest.mark.points(20)
def test_the_chain_averages_the_actions_out(submission, rng):
    """Row s of the chain holds where one goes from s, and the rewards those of a step, averaged over pi(a | s)."""
    for n_states, n_actions in [(5, 3), (4, 1), (3, 6)]:
        P, R, policy = mdp(rng, n_states, n_actions)
        R[-1] = rng.normal(size=n_actions)  # a state may lead to itself and still pay
        actual = submission.policy_model(P, R, policy)
        assert_close(actual, chain(P, R, policy), exact_dtype=True, what="the chain and its rewards")


@pytest.mark.points(30)
def test_sweeps_end_at_the_tolerance(submission, rng):
    """Each sweep is made from the old values alone; the first one with all changes below the tolerance is the last."""
    for n_states, n_actions, gamma, tolerance in [(5, 3, 0.7, 0.03), (4, 2, 0.9, 0.4), (6, 3, 0.5, 1e-6)]:
        P, R, policy = mdp(rng, n_states, n_actions)
        values, n_sweeps = submission.policy_evaluation(P, R, policy, gamma, tolerance)
        model = right_or_own(
            submission,
            (P, R, policy),
            lambda model, g=gamma, tol=tolerance, v=values: same(v, swept(*model, g, tol)[0]),
        )
        expected = swept(*model, gamma, tolerance)
        assert_close(values, expected[0], exact_dtype=True, what="the values")
        assert_equal(n_sweeps, expected[1], what="the number of sweeps")
    # One state that pays 2 for ever: sweep n changes its value by 2 * 0.995^(n - 1), however many sweeps it takes.
    P, R, policy = np.ones((1, 1, 1)), np.full((1, 1), 2.0), np.ones((1, 1))
    values, n_sweeps = submission.policy_evaluation(P, R, policy, 0.995, 2 * 0.995**2499.5)
    assert_equal(n_sweeps, 2501, what="the number of sweeps")
    assert_close(values, np.array([400.0 * (1 - 0.995**2501)]), what="the values")


@pytest.mark.points(10)
def test_changes_count_in_both_directions(submission, rng):
    """A change counts by its absolute value: values that fall haven't settled."""
    # One action, and values alone: the policy and the count are judged elsewhere.
    P, R, policy = mdp(rng, 5, 1)
    R = -np.abs(R) - 0.2
    R[-1] = 0.0
    values, _ = submission.policy_evaluation(P, R, policy, 0.8, 0.05)
    model = right_or_own(submission, (P, R, policy), lambda model: same(values, swept(*model, 0.8, 0.05)[0]))
    assert_close(values, swept(*model, 0.8, 0.05)[0], what="the values")
    # One state that pays -2 for ever: -2, -3, -3.5 and so on.
    values, _ = submission.policy_evaluation(np.ones((1, 1, 1)), np.full((1, 1), -2.0), np.ones((1, 1)), 0.5, 0.4)
    assert_close(values, np.array([-3.75]), what="the values")


@pytest.mark.points(8)
def test_a_change_equal_to_the_tolerance_is_not_enough(submission):
    """The sweeps end when the largest change is less than the tolerance, not when it equals it."""
    P, R, policy = np.ones((1, 1, 1)), np.array([[2.0]]), np.ones((1, 1))
    # The values are 2, 3, 3.5, 3.75 and so on.
    for tolerance, expected in [(0.5, (3.75, 4)), (0.6, (3.5, 3)), (2.0, (3.0, 2)), (2.5, (2.0, 1))]:
        values, n_sweeps = submission.policy_evaluation(P, R, policy, 0.5, tolerance)
        assert_close(values, np.array([expected[0]]), what=f"the values with tolerance {tolerance}")
        assert_equal(n_sweeps, expected[1], what=f"the number of sweeps with tolerance {tolerance}")


@pytest.mark.points(8)
def test_without_a_future_values_are_rewards(submission, rng):
    """With gamma = 0, values are the expected rewards of one step."""
    P, R, policy = mdp(rng, 4, 1)  # one action: the policy is judged elsewhere
    rewards = R[:, 0]
    assert_close(submission.policy_evaluation(P, R, policy, 0.0, 1e-9)[0], rewards)
    assert_close(submission.exact_policy_evaluation(P, R, policy, 0.0), rewards)


@pytest.mark.points(24)
def test_exact_values_solve_the_equation(submission, rng):
    """The exact values are the whole sum of discounted expected rewards, without an error of sweeps."""
    for n_states, n_actions, gamma in [(5, 3, 0.7), (4, 1, 0.9), (6, 2, 0.4)]:
        P, R, policy = mdp(rng, n_states, n_actions)
        R[-1] = rng.normal(size=n_actions)
        values = submission.exact_policy_evaluation(P, R, policy, gamma)
        model = right_or_own(submission, (P, R, policy), lambda model, g=gamma, v=values: same(v, summed(*model, g)))
        assert_close(values, summed(*model, gamma), exact_dtype=True)
    # Two states that change places, and pay 3 and 1: (3 + gamma) / (1 - gamma^2) is the first value.
    P, R, gamma = np.eye(2)[[[1], [0]]], np.array([[3.0], [1.0]]), 0.99999
    expected = np.array([3.0 + gamma, 1.0 + 3.0 * gamma]) / (1.0 - gamma**2)
    values = submission.exact_policy_evaluation(P, R, np.ones((2, 1)), gamma)
    assert_equal(np.shape(values), (2,), what="the shape of the values")
    far = bool((0.9 * expected > np.asarray(values)).all())
    assert not far, "the values with gamma = 0.99999 are much too small: most of what is to come is missing"
    assert_close(values, expected)
