"""The policy is improved in place, then compared with itself: nothing ever
seems to change, and the rounds end after the first. The improved policy is a
new array.

caught by: test_the_policy_is_optimal
"""

import numpy as np


def improve_policy(P, R, values, policy, gamma):
    q = R + gamma * P @ values
    for s in range(len(policy)):
        best = q[s].argmax()
        if q[s, best] > q[s, policy[s]] + 1e-9:
            policy[s] = best
    return policy


def policy_iteration(P, R, gamma, initial=None):
    states = np.arange(len(R))
    policy = np.zeros(len(R), dtype=np.int64) if initial is None else initial.astype(np.int64)
    n_rounds = 0
    while True:
        n_rounds += 1
        values = np.linalg.solve(np.eye(len(R)) - gamma * P[states, policy], R[states, policy])
        improved = improve_policy(P, R, values, policy, gamma)
        if np.array_equal(improved, policy):
            return policy, values, n_rounds
        policy = improved
