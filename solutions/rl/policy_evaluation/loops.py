"""Bellman's equation written out, state by state and action by action; the exact values by elimination on paper."""

import numpy as np


def policy_model(P, R, policy):
    n_states, n_actions = R.shape
    chain, rewards = np.zeros((n_states, n_states)), np.zeros(n_states)
    for s in range(n_states):
        for a in range(n_actions):
            chain[s] += policy[s, a] * P[s, a]
            rewards[s] += policy[s, a] * R[s, a]
    return chain, rewards


def policy_evaluation(P, R, policy, gamma, tolerance):
    n_states, n_actions = R.shape
    values = [0.0] * n_states
    n_sweeps = 0
    while True:
        old = np.array(values)
        values = [
            sum(policy[s, a] * (R[s, a] + gamma * (P[s, a] @ old)) for a in range(n_actions)) for s in range(n_states)
        ]
        n_sweeps += 1
        if all(abs(new - before) < tolerance for new, before in zip(values, old, strict=True)):
            return np.array(values), n_sweeps


def exact_policy_evaluation(P, R, policy, gamma):
    # Gauss and Jordan; the matrix is diagonally dominant, so no pivots are needed.
    chain, rewards = policy_model(P, R, policy)
    n = len(rewards)
    system = np.column_stack([np.eye(n) - gamma * chain, rewards])
    for s in range(n):
        system[s] /= system[s, s]
        for other in range(n):
            if other != s:
                system[other] -= system[other, s] * system[s]
    return system[:, -1]
