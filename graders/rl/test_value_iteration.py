"""Grades `value_iteration`: written-out backups are the oracle, and bounds are tried on MDPs with known optima."""

import itertools

import numpy as np
import pytest
from _tabular import mdp

from kata.testing import assert_close, assert_equal


def backup(P, R, values, gamma):
    return (R + gamma * (P * values).sum(axis=2)).tolist()


def swept(P, R, gamma, tolerance):
    """The values and the number of sweeps."""
    values = np.zeros(len(R))
    for n_sweeps in itertools.count(1):
        before, values = values, np.array([max(row) for row in backup(P, R, values, gamma)])
        if gamma * np.abs(values - before).max() <= tolerance * (1 - gamma):
            return values, n_sweeps
    raise AssertionError("the oracle's own sweeps must end")


@pytest.mark.points(16)
def test_action_values_look_one_step_ahead(submission, rng):
    """Q is the reward of the step plus gamma times the expected value of where it leads."""
    for n_states, n_actions, gamma in [(5, 3, 0.7), (3, 6, 0.4), (4, 1, 0.0)]:
        P, R = mdp(rng, n_states, n_actions)
        values = 3.0 * rng.normal(size=n_states)
        expected = np.array(backup(P, R, values, gamma))
        assert_close(submission.action_values(P, R, values, gamma), expected, exact_dtype=True)


@pytest.mark.points(16)
def test_the_bounds(submission, rng):
    """The values are off by at most gamma / (1 - gamma) times the last change, the greedy policy by twice that."""
    for gamma in (0.5, 0.9, 0.99, 0.0):
        change = float(rng.uniform(0.1, 2.0))
        series = change * sum(gamma**k for k in range(1, 4000))
        assert_close(submission.error_bounds(change, gamma), (series, 2 * series), what=f"the bounds at gamma {gamma}")


@pytest.mark.points(24)
def test_sweeps_end_at_the_bound(submission, rng):
    """Sweeps read the old values only; the first with gamma / (1 - gamma) * change within the tolerance is the last."""
    for n_states, n_actions, gamma, tolerance in [(15, 3, 0.8, 0.05), (4, 2, 0.3, 1e-9), (3, 5, 0.6, 0.5)]:
        P, R = mdp(rng, n_states, n_actions)
        R = np.abs(R)  # values only rise
        values, n_sweeps = swept(P, R, gamma, tolerance)
        actual = submission.value_iteration(P, R, gamma, tolerance)
        assert_close((actual[0], actual[2]), (values, n_sweeps), what="the values and the number of sweeps")
        assert_close(actual[0], values, exact_dtype=True, what="the values")
    # One state that pays 1 for ever: sweep n changes its value by 0.995^(n - 1), however many sweeps it takes.
    P, R, tolerance = np.ones((1, 1, 1)), np.ones((1, 1)), 199.0 * 0.995**1499.5
    values, _, n_sweeps = submission.value_iteration(P, R, 0.995, tolerance)
    assert_equal(n_sweeps, 1501, what="the number of sweeps")
    assert_close(values, np.array([200.0 * (1 - 0.995**1501)]), what="the values")


@pytest.mark.points(8)
def test_changes_count_in_both_directions(submission, rng):
    """A change counts by its absolute value: values that fall haven't settled."""
    # With gamma = 0.5 the bound is the change itself. One state that costs 1 for ever is worth -2.
    drawn = mdp(rng, 4, 2)
    drawn[1][:-1] = -np.abs(drawn[1][:-1]) - 0.5
    for P, R in [(np.ones((1, 1, 1)), -np.ones((1, 1))), drawn]:
        best, _ = swept(P, R, 0.5, 1e-12)
        values = np.array(submission.value_iteration(P, R, 0.5, 0.1)[0])
        assert_equal(values.shape, best.shape, what="the shape of the values")
        if np.abs(values - best).max() > 0.1:
            assert_close(values, swept(P, R, 0.5, 0.1)[0], what="values that fall, with a tolerance of 0.1")


@pytest.mark.points(6)
def test_a_bound_equal_to_the_tolerance_is_enough(submission):
    """The sweeps end when the bound is at most the tolerance, after one sweep at least."""
    # One state: the changes are 3, 1.5, 0.75 and so on, and with gamma = 0.5 the bound equals the change.
    P, R = np.ones((1, 2, 1)), np.array([[1.0, 3.0]])
    for tolerance, n_sweeps in [(0.75, 3), (0.74, 4), (1.5, 2), (50.0, 1)]:
        _, _, actual = submission.value_iteration(P, R, 0.5, tolerance)
        assert_equal(actual, n_sweeps, what=f"the number of sweeps with tolerance {tolerance}")
    # With gamma = 0 the first sweep is right, and its bound 0.
    _, _, actual = submission.value_iteration(P, R, 0.0, 1e-6)
    assert_equal(actual, 1, what="the number of sweeps with gamma = 0")


@pytest.mark.points(14)
def test_the_policy_is_greedy_for_the_values_returned(submission, rng):
    """The policy takes the best action by the values that are returned, not by those before the last sweep."""
    # State 0 can take 1 and stay, or nothing and go where 3 is paid for ever: after one sweep, which is enough for
    # this tolerance, going is better by the new values, and taking 1 by the old ones.
    P, R = np.eye(2)[[[0, 1], [1, 1]]], np.array([[1.0, 0.0], [3.0, 2.5]])
    _, policy, _ = submission.value_iteration(P, R, 0.9, 40.0)
    assert_equal(policy, np.array([1, 0]), exact_dtype=True, what="the policy when the last sweep turns it round")
    for gamma, tolerance in [(0.9, 6.0), (0.7, 0.02)]:
        P, R = mdp(rng, 6, 4)
        values, policy, _ = submission.value_iteration(P, R, gamma, tolerance)
        # By the answer's own Q: a wrong one costs the tests of Q.
        greedy = np.argmax(submission.action_values(P, R, values, gamma), axis=1)
        assert_equal(policy, greedy, what="the policy, by action_values of the values that were returned")


@pytest.mark.points(6)
def test_ties_go_to_the_smallest_action(submission, rng):
    """Of actions with exactly equal Q the smallest number is taken."""
    # All actions lead to the same place, and the rewards are halves.
    P = np.eye(4)[np.repeat([[1], [2], [0], [3]], 5, axis=1)]
    R = rng.integers(-4, 5, size=(4, 5)) / 2.0
    R[:, 3] = R[:, 1] = R.max(axis=1) + 1.0
    R = R[:, rng.permutation(5)]
    actual = submission.value_iteration(P, R, 0.5, 1.0)
    assert_equal(actual[1], R.argmax(axis=1), what="the policy")
    R[np.arange(4), [4, 2, 4, 3]] = R.max(axis=1) + 5e-10
    actual = submission.value_iteration(P, R, 0.5, 1.0)
    assert_equal(actual[1], R.argmax(axis=1), what="the policy when an action is better by 5e-10")


@pytest.mark.points(10)
def test_values_and_policy_come_within_their_bounds(submission, rng):
    """The values come within the tolerance of the best that any policy earns, the policy within twice that."""
    for gamma, tolerance in [(0.9, 0.5), (0.99, 1e-3)]:
        # A ring in which action 0 stays for a small reward and action 1 moves on; one move pays a lot.
        n = 4
        P = np.stack([np.eye(n), np.roll(np.eye(n), 1, axis=1)], axis=1)
        R = np.column_stack([rng.uniform(0.0, 0.2, size=n), [0.0, 0.0, 0.0, 4.0]])
        policies = np.array(list(itertools.product(range(2), repeat=n)))
        systems = np.eye(n) - gamma * P[np.arange(n), policies]
        earned = np.linalg.solve(systems, R[np.arange(n), policies][..., None])[..., 0]
        actual = submission.value_iteration(P, R, gamma, tolerance)
        best = earned.max(axis=0)
        assert_equal([np.shape(actual[0]), np.shape(actual[1])], [(n,), (n,)], what="the shapes of values and policy")
        off = float(np.abs(np.asarray(actual[0]) - best).max())
        assert off <= tolerance, f"the values are off by more than {tolerance}"
        own = earned[np.ravel_multi_index(np.asarray(actual[1]), (2,) * n)]
        assert np.all(best - own <= 2 * tolerance), f"the policy loses more than {2 * tolerance}"
