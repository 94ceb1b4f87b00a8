"""A round makes one sweep in place of an evaluation: the values are still on
their way when the policy stops changing. Each round solves for the values of
its policy.

caught by: test_the_policy_is_optimal
"""

import numpy as np


def improve_policy(P, R, values, policy, gamma):
    q = R + gamma * P @ values
    new = np.array(policy, dtype=np.int64)
    for s in range(len(new)):
        best = q[s].argmax()
        if q[s, best] > q[s, new[s]] + 1e-9:
            new[s] = best
    return new


def policy_iteration(P, R, gamma, initial=None):
    states = np.arange(len(R))
    policy = np.zeros(len(R), dtype=np.int64) if initial is None else initial.astype(np.int64)
    values, n_rounds = np.zeros(len(R)), 0
    while True:
        n_rounds += 1
        values = R[states, policy] + gamma * P[states, policy] @ values
        improved = improve_policy(P, R, values, policy, gamma)
        if np.array_equal(improved, policy):
            return policy, values, n_rounds
        policy = improved
