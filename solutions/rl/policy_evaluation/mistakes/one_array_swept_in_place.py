"""New values are used within the same sweep. That converges too, but by another path: here a sweep
reads the old values only.

caught by: test_sweeps_end_at_the_tolerance
"""

import numpy as np


def policy_model(P, R, policy):
    P_pi = (policy[:, :, None] * P).sum(axis=1)
    R_pi = (policy * R).sum(axis=1)
    return P_pi, R_pi


def policy_evaluation(P, R, policy, gamma, tolerance):
    n_states, n_actions = R.shape
    V = np.zeros(n_states)
    n_sweeps = 0
    while True:
        delta = 0.0
        for s in range(n_states):
            v = 0.0
            for a in range(n_actions):
                v += policy[s, a] * (R[s, a] + gamma * np.dot(P[s, a], V))
            delta = max(delta, abs(v - V[s]))
            V[s] = v
        n_sweeps += 1
        if delta < tolerance:
            return V, n_sweeps


def exact_policy_evaluation(P, R, policy, gamma):
    P_pi, R_pi = policy_model(P, R, policy)
    return np.linalg.inv(np.eye(len(R_pi)) - gamma * P_pi) @ R_pi
