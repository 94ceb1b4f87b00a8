"""Grades `policy_iteration`: the MDPs are so small that the best of all policies can be looked up."""

import itertools

import numpy as np
import pytest
from _tabular import mdp

from kata.testing import assert_close, assert_equal


def all_policies(P, R, gamma):
    """A dict from every policy to its values, found from all linear systems at once."""
    n_states, n_actions = R.shape
    policies = np.array(list(itertools.product(range(n_actions), repeat=n_states)))
    states = np.arange(n_states)
    systems = np.eye(n_states) - gamma * P[states, policies]
    values = np.linalg.solve(systems, R[states, policies][..., None])[..., 0]
    return dict(zip(map(tuple, policies.tolist()), values, strict=True))


def improved(P, R, values, policy, gamma):
    new = list(policy)
    for s, (moves, rewards) in enumerate(zip(P, R, strict=True)):
        q = (rewards + gamma * (moves * values).sum(axis=1)).tolist()
        if max(q) > q[policy[s]] + 1e-9:
            new[s] = q.index(max(q))
    return tuple(new)


def rounds(P, R, gamma, policy):
    """The policies of all rounds, with their values looked up."""
    table = all_policies(P, R, gamma)
    path = [tuple(policy)]
    while (following := improved(P, R, table[path[-1]], path[-1], gamma)) != path[-1]:
        path.append(following)
    return path, table


@pytest.mark.points(18)
def test_improvement_takes_the_best_action(submission, rng):
    """A state takes the action with the largest R + gamma * sum P V if that beats the action that it has."""
    for n_states, n_actions, gamma in [(30, 6, 0.8), (25, 4, 0.4), (4, 1, 0.9)]:
        P, R = mdp(rng, n_states, n_actions)
        values, policy = 6.0 * rng.normal(size=n_states), rng.integers(n_actions, size=n_states)
        policy[-1] = 0  # the actions of the terminal state tie
        expected = np.array(improved(P, R, values, policy.tolist(), gamma))
        actual = submission.improve_policy(P, R, values, policy, gamma)
        assert_equal(actual, expected, what="the improved policy")


@pytest.mark.points(15)
def test_an_equally_good_action_is_kept(submission, rng):
    """A state keeps its action when no other one is better by more than 1e-9."""
    # All next states are worth 0, so that Q is the reward.
    P, values, R = mdp(rng, 7, 4)[0], np.zeros(7), np.full((7, 4), 32.0)
    policy = rng.integers(1, 4, size=7)
    actual = submission.improve_policy(P, R, values, policy, 0.5)
    assert_equal(actual, policy, what="the policy when all actions are equally good")
    others = (policy + 1) % 4
    R[np.arange(7), others] += 5e-10  # less than the margin
    actual = submission.improve_policy(P, R, values, policy, 0.5)
    assert_equal(actual, policy, what="the policy when another action is better by 5e-10")
    R[np.arange(7), others] += 2e-9  # more than the margin, which is absolute
    actual = submission.improve_policy(P, R, values, policy, 0.5)
    assert_equal(actual, others, what="the policy when another action is better by 2.5e-9")


@pytest.mark.points(8)
def test_equal_improvements_go_to_the_smallest_action(submission, rng):
    """Of several better actions with exactly equal values the smallest number is taken."""
    P, values = mdp(rng, 8, 5)[0], np.zeros(8)
    R = np.repeat(rng.integers(-4, 5, size=(8, 1)).astype(float), 5, axis=1)
    policy = rng.integers(5, size=8)
    R[np.arange(8), policy] -= 1.0
    R[np.arange(8), (policy + 2) % 5] -= 0.5
    expected = np.array(improved(P, R, values, policy.tolist(), 0.5))
    assert_equal(submission.improve_policy(P, R, values, policy, 0.5), expected, what="the improved policy")
    best = (policy + np.array([1, 3, 4, 1, 3, 4, 1, 3])) % 5
    R[np.arange(8), best] += 5e-10
    actual = submission.improve_policy(P, R, values, policy, 0.5)
    assert_equal(actual, best, what="the improved policy when one of the better actions is the best by 5e-10")


@pytest.mark.points(27)
def test_the_policy_is_optimal(submission, rng):
    """No other policy has larger values in any state, and the values are exactly those of the policy."""
    for n_states, n_actions, gamma in [(4, 3, 0.9), (5, 2, 0.99), (3, 4, 0.5)]:
        P, R = mdp(rng, n_states, n_actions)
        # A start from which one round isn't enough, with the first of the terminal state's actions, which are alike.
        table = all_policies(P, R, gamma)
        start = (*min(table, key=lambda policy: table[policy].sum())[:-1], 0)
        path, _ = rounds(P, R, gamma, start)
        policy, values, _ = submission.policy_iteration(P, R, gamma, np.array(start))
        best = np.max(list(table.values()), axis=0)
        assert_equal(np.shape(values), best.shape, what="the shape of the values")
        off = float(np.abs(np.asarray(values) - best).max())
        assert not 1e-8 < off < 1e-2, f"the values are close, but off by {off:.1e}: they are exact up to rounding"
        assert_close(values, best, what="the values")
        assert_equal(policy, np.array(path[-1]), what="the policy")
    # State 0 can stay for 1 or 2.5 a step, or go for nothing where 3 is paid for ever; the best is one or the other.
    P = np.eye(2)[[[0, 1], [1, 1]]]
    for stay, start, best, first in [(1.0, [0, 0], [1, 0], 3.0), (2.5, [1, 0], [0, 0], 5.0)]:
        R = np.array([[stay, 0.0], [3.0, 3.0]])
        policy, values, _ = submission.policy_iteration(P, R, 0.5, np.array(start))
        assert_close((policy, values), (np.array(best), np.array([first, 6.0])), what=f"policy and values from {start}")
    # Two states that change places for ever, and pay 3 and 1 at best: (3 + gamma) / (1 - gamma^2) is the first
    # value, and what is left after 1000 steps is as large as what came before.
    P, R, gamma = np.eye(2)[[[1, 1], [0, 0]]], np.array([[3.0, 2.0], [0.5, 1.0]]), 0.99999
    actual = submission.policy_iteration(P, R, gamma)
    expected = np.array([3.0 + gamma, 1.0 + 3.0 * gamma]) / (1.0 - gamma**2)
    assert_close(actual, (np.array([0, 1]), expected, 2), what="the result with gamma = 0.99999")


def own_rounds(submission, P, R, gamma, policy):
    """The policies of all rounds by the answer's own `improve_policy`: a wrong one costs its own tests alone."""
    table = all_policies(P, R, gamma)
    path = [tuple(policy)]
    for _ in range(20):
        improved = submission.improve_policy(P, R, table[path[-1]], np.array(path[-1]), gamma)
        assert_equal(np.shape(improved), (len(R),), what="the shape of the improved policy")
        following = tuple(int(action) for action in np.asarray(improved))
        assert following in table, "the improved policy holds what is no action"
        if np.array_equal(following, path[-1]):
            break
        path.append(following)
    return path, table


@pytest.mark.points(16)
def test_rounds_follow_from_the_start(submission, rng):
    """Rounds start from the initial policy, or action 0 everywhere, and the round that changes nothing is counted."""
    # No state leads back to an earlier one, so that even a wrong Q ends its rounds.
    P, R = mdp(rng, 5, 3)
    P *= np.arange(5) > np.arange(5)[:, None, None]
    P[-1, :, -1] = 1.0
    P /= P.sum(axis=2, keepdims=True)
    for start in [rng.integers(3, size=5), None]:
        path, table = own_rounds(submission, P, R, 0.8, [0] * 5 if start is None else start.tolist())
        expected = (np.array(path[-1]), table[path[-1]], len(path))
        assert_close(submission.policy_iteration(P, R, 0.8, start), expected, what=f"the result from {start}")
    _, values, n_rounds = submission.policy_iteration(P, R, 0.8, np.array(path[-1]))
    assert_close((values, n_rounds), (table[path[-1]], 1), what="values and rounds from the best")
    # Two states that stay where they are, with two actions for nothing and one that pays: one round finds it.
    P, R = np.eye(2)[[[0, 0, 0], [1, 1, 1]]], np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    _, _, n_rounds = submission.policy_iteration(P, R, 0.5)
    assert_equal(n_rounds, 2, what="the number of rounds from action 0")
    _, _, n_rounds = submission.policy_iteration(P, R, 0.5, np.array([1, 2]))
    assert_equal(n_rounds, 1, what="the number of rounds from the best policy")


@pytest.mark.points(12)
def test_equally_good_policies_end_the_rounds(submission, rng):
    """When every action has an equally good double, the rounds end, with the doubles that the policy has."""
    P, R = mdp(rng, 4, 2)
    best, values, _ = submission.policy_iteration(P, R, 0.9)
    assert_equal([np.shape(best), np.shape(values)], [(4,), (4,)], what="the shapes of policy and values")
    twice = np.concatenate([P, P], axis=1), np.concatenate([R, R], axis=1)
    doubles = np.asarray(best) + np.array([2, 0, 2, 2])
    policy, again, _ = submission.policy_iteration(*twice, 0.9, doubles)
    assert_close((policy, again), (doubles, values), what="the result from a policy of doubles")
    policy, again, _ = submission.policy_iteration(*twice, 0.9)
    assert_close(again, values, what="the values")
    assert_equal(np.mod(policy, 2), best, what="the policy, with doubles taken for the same")


@pytest.mark.points(4)
def test_the_dtypes_are_fixed(submission, rng):
    """Policies of any integer dtype come in, int64 policies and float64 values come out."""
    # Three states that stay where they are; the start is the best, so that its only round changes nothing.
    P, R = np.eye(3)[np.repeat([[0], [1], [2]], 2, axis=1)], np.array([[1.0, 2.0], [4.0, 3.0], [5.0, 6.0]])
    for dtype in (np.uint8, np.int32):
        start, best = rng.integers(2, size=3).astype(dtype), np.array([1, 0, 1])
        improved = submission.improve_policy(P, R, np.zeros(3), start, 0.5)
        assert_equal(improved, best, exact_dtype=True, what=f"the policy improved from {start.dtype}")
        policy, values, _ = submission.policy_iteration(P, R, 0.5, best.astype(dtype))
        assert_equal(policy, best, exact_dtype=True, what=f"the best policy from {start.dtype}")
        assert_equal(str(np.asarray(values).dtype), "float64", what="the dtype of its values")
