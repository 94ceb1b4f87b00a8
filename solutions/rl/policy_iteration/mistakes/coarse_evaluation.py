"""The evaluation sweeps until changes are small: the values come close to those of
the policy only. Solve the linear system.

caught by: test_the_policy_is_optimal
"""

import numpy as np


def evaluate(P, R, policy, gamma):
    states = np.arange(len(policy))
    values = np.zeros(len(policy))
    change = 1.0
    while change > 1e-6:
        new = R[states, policy] + gamma * P[states, policy] @ values
        change = np.abs(new - values).max()
        values = new
    return values


def improve_policy(P, R, values, policy, gamma):
    q = R + gamma * P @ values
    current = q[np.arange(len(policy)), policy]
    better = q.max(axis=1) > current + 1e-9
    return np.where(better, q.argmax(axis=1), policy).astype(np.int64)


def policy_iteration(P, R, gamma, initial=None):
    policy = np.zeros(len(R), dtype=np.int64) if initial is None else initial.astype(np.int64)
    n_rounds = 0
    while True:
        values = evaluate(P, R, policy, gamma)
        improved = improve_policy(P, R, values, policy, gamma)
        n_rounds += 1
        if np.array_equal(improved, policy):
            return policy, values, n_rounds
        policy = improved
