"""Grades `max_entropy_irl`: all trajectories of tiny worlds, and differences of the likelihood."""

from itertools import product

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def world(rng, n_states, n_actions):
    """Random transitions, of which every action can reach every state."""
    transitions = rng.random((n_states, n_actions, n_states)) + 0.05
    return transitions / transitions.sum(axis=2, keepdims=True)


def maze(rng, n_states, n_actions):
    """A deterministic world."""
    return np.eye(n_states)[rng.integers(n_states, size=(n_states, n_actions))]


def log_policy(transitions, reward, horizon):
    """log pi, by the recursion with np.logaddexp."""
    values, steps = np.zeros(len(reward)), []
    for _ in range(horizon):
        q = reward + (transitions * values).sum(axis=2)
        values = np.logaddexp.reduce(q, axis=1)
        steps.append(q - values[:, None])
    return np.stack(steps[::-1]), values


def likelihood(transitions, features, weights, states, actions):
    """The mean log-likelihood of the actions given the states."""
    steps = np.arange(states.shape[1])
    log_pi, _ = log_policy(transitions, (features * weights).sum(axis=2), states.shape[1])
    return log_pi[steps, states, actions].sum() / len(states)


def slopes(transitions, features, weights, states, actions, step=1e-5):
    """The gradient of the likelihood by central differences."""
    nudges = step * np.eye(len(weights))
    up = [likelihood(transitions, features, weights + nudge, states, actions) for nudge in nudges]
    down = [likelihood(transitions, features, weights - nudge, states, actions) for nudge in nudges]
    return (np.array(up) - np.array(down)) / (2 * step)


def demonstrations(rng, transitions, n, horizon, first_states):
    """Trajectories of an agent that acts at random, uniformly, from some of the states."""
    states, actions = np.empty((n, horizon), dtype=int), rng.integers(transitions.shape[1], size=(n, horizon))
    states[:, 0] = rng.choice(first_states, size=n)
    for i, t in product(range(n), range(horizon - 1)):
        states[i, t + 1] = rng.choice(len(transitions), p=transitions[states[i, t], actions[i, t]])
    return states, actions


@pytest.mark.points(12)
def test_gradient_compares_sums_of_features(submission, rng):
    """With random transitions the gradient is the expert's mean feature sum minus the expected sum from its starts."""
    for n_states, n, horizon in [(4, 5, 1), (4, 5, 4), (3, 2, 7)]:
        transitions = world(rng, n_states, 2)
        features, weights = rng.normal(size=(n_states, 2, 3)), rng.normal(size=3)
        states, actions = demonstrations(rng, transitions, n, horizon, [0, 1])
        start = np.bincount(states[:, 0], minlength=n_states) / n
        reward = (features * weights).sum(axis=2)
        if horizon == 1:
            # A single step is the softmax of the rewards from the starts.
            visits = (start[:, None] * np.exp(log_policy(transitions, reward, 1)[0][0]))[None]
        else:
            # By the answer's own policy and visits: wrong ones cost their own tests.
            policy, _ = submission.soft_value_iteration(transitions, reward, horizon)
            visits = np.asarray(submission.expected_visits(transitions, policy, start))
        assert_equal(visits.shape, (horizon, n_states, 2), what="the shape of the visits")
        pairs = zip(states.ravel().tolist(), actions.ravel().tolist(), strict=True)
        expected = sum(features[s, a] for s, a in pairs) / n - (visits[..., None] * features).sum(axis=(0, 1, 2))
        actual = submission.irl_gradient(transitions, features, weights, states, actions)
        assert_close(actual, expected, what=f"the gradient with {horizon} step{'s' * (horizon > 1)}")


@pytest.mark.points(16)
def test_policy_gives_trajectories_their_probability(submission, rng):
    """In a deterministic world the policy makes a trajectory as likely as exp of its reward, for each start."""
    n_states, n_actions, horizon = 3, 2, 4
    drawn = maze(rng, n_states, n_actions), rng.normal(size=(n_states, n_actions)) * 1.5
    # A ring in which the last step is chosen in another way than those before it.
    ring = np.eye(3)[[[0, 1], [1, 2], [2, 0]]], np.array([[1.0, 0.0], [0.0, 0.5], [-1.0, 2.0]])
    for transitions, reward in (drawn, ring):
        policy, values = submission.soft_value_iteration(transitions, reward, horizon)
        assert_close(policy.shape, (horizon, n_states, n_actions), what="the shape of the policy")
        chances, plans = np.asarray(policy), np.array(list(product(range(n_actions), repeat=horizon)))
        for start in range(n_states):
            state, total, chance = np.full(len(plans), start), np.zeros(len(plans)), np.ones(len(plans))
            for t in range(horizon):
                total += reward[state, plans[:, t]]
                chance *= chances[t, state, plans[:, t]]
                state = transitions[state, plans[:, t]].argmax(axis=1)
            assert_close(chance, np.exp(total) / np.exp(total).sum(), what=f"the probabilities of plans from {start}")
            assert_close(values[start], np.log(np.exp(total).sum()), what=f"the value of state {start}")


@pytest.mark.points(14)
def test_policy_in_a_random_world(submission, rng):
    """With random transitions the soft values are averaged over the next state, step by step from the end."""
    for n_states, n_actions, horizon in [(4, 3, 5), (2, 5, 1), (3, 1, 4)]:
        transitions, reward = world(rng, n_states, n_actions), rng.normal(size=(n_states, n_actions))
        log_pi, values = log_policy(transitions, reward, horizon)
        actual = submission.soft_value_iteration(transitions, reward, horizon)
        assert_close(actual, (np.exp(log_pi), values), exact_dtype=True, what="policy and values")


@pytest.mark.points(10)
def test_large_rewards(submission, rng):
    """Rewards of +-1000, in one state, in all or for one action, give finite values and rows that sum to 1."""
    # One step, and values with room for a maximum of another kind: the recursion is judged elsewhere.
    transitions = world(rng, 4, 3)
    one_action = np.array([[1000.0, -1000.0, -1000.0]])
    for shift in (np.full((4, 1), 1000.0), np.array([[0.0], [-1000.0], [1000.0], [-500.0]]), one_action):
        reward = rng.normal(size=(4, 3)) + shift
        log_pi, values = log_policy(transitions, reward, 1)
        policy, actual = submission.soft_value_iteration(transitions, reward, 1)
        assert_close(actual, values, atol=2.0, what="the values")
        assert_close(policy, np.exp(log_pi), what="the policy")


@pytest.mark.points(16)
def test_visits_follow_policy_and_transitions(submission, rng):
    """The visits of a step are the state's probability times the policy; the next state's come through P."""
    for n_states, n_actions, horizon in [(4, 2, 5), (3, 4, 1)]:
        transitions = world(rng, n_states, n_actions)
        policy = rng.dirichlet(np.ones(n_actions), size=(horizon, n_states))
        start = rng.dirichlet(np.ones(n_states))
        visits = submission.expected_visits(transitions, policy, start)
        chain, expected = np.eye(n_states), []
        for pi in policy:
            expected.append((start @ chain)[:, None] * pi)
            chain = chain @ sum(pi[:, [a]] * transitions[:, a] for a in range(n_actions))
        assert_close(visits, np.array(expected), exact_dtype=True, what="the visits")


@pytest.mark.points(12)
def test_gradient_is_that_of_the_likelihood(submission, rng):
    """In a deterministic world the gradient is the slope of the mean log-likelihood of the expert's trajectories."""
    for n_states, n, horizon in [(5, 3, 6), (4, 2, 1)]:  # the expert never sees the last state of the second world
        transitions = maze(rng, n_states, 3)
        features, weights = rng.normal(size=(n_states, 3, 4)), rng.normal(size=4)
        states, actions = demonstrations(rng, transitions, n, horizon, [0, 2])
        actual = submission.irl_gradient(transitions, features, weights, states, actions)
        expected = slopes(transitions, features, weights, states, actions)
        assert_close(actual, expected, rtol=1e-6, what="the gradient")


@pytest.mark.points(12)
def test_ascent_takes_every_step(submission, rng):
    """The weights start at zero and make n_steps steps along the gradient."""
    transitions = maze(rng, 4, 3)
    features = rng.normal(size=(4, 3, 2))
    # A single step from each of the states: what differs between steps and starts is judged elsewhere.
    states, actions = rng.permutation(4)[:, None], rng.integers(3, size=(4, 1))
    weights = np.zeros(2)
    assert_close(submission.max_entropy_irl(transitions, features, states, actions, 0.3, 0), weights, what="no step")
    for _ in range(3):
        weights = weights + 0.3 * slopes(transitions, features, weights, states, actions)
    actual = submission.max_entropy_irl(transitions, features, states, actions, 0.3, 3)
    assert_close(actual, weights, rtol=1e-6, exact_dtype=True, what="the weights after 3 steps")


@pytest.mark.points(8)
def test_the_fit_recovers_what_the_expert_prefers(submission, rng):
    """After many steps the model's feature sums match the expert's."""
    # One decision in each of two rooms, and the log-odds of what the expert did there explain it.
    transitions = np.eye(2)[np.array([[1, 1], [0, 0]])]
    features = np.array([[[0.0, 0.0], [1.0, 0.0]], [[0.0, 1.0], [0.0, 0.0]]])
    n = int(rng.integers(6, 9))
    states = np.tile([0, 1], (n, 1))
    actions = np.stack([np.arange(n) < 2, np.arange(n) >= 1], axis=1).astype(int)[rng.permutation(n)]
    actual = submission.max_entropy_irl(transitions, features, states, actions, 3.0, 50)
    assert_close(actual, np.log([2 / (n - 2), 1 / (n - 1)]), rtol=1e-4, what="the weights after 50 steps")
