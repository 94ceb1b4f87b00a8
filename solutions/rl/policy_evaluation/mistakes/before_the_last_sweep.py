"""The values before the last sweep are returned: it has been made, and its values are the better
ones.

caught by: test_sweeps_end_at_the_tolerance
"""

import numpy as np


def policy_model(P, R, policy):
    n_states, n_actions = R.shape
    P_pi = np.zeros((n_states, n_states))
    R_pi = np.zeros(n_states)
    for s in range(n_states):
        for a in range(n_actions):
            P_pi[s] += policy[s, a] * P[s, a]
            R_pi[s] += policy[s, a] * R[s, a]
    return P_pi, R_pi


def policy_evaluation(P, R, policy, gamma, tolerance):
    P_pi, R_pi = policy_model(P, R, policy)
    V = np.zeros(len(R_pi))
    sweeps = 0
    while True:
        V_new = R_pi + gamma * P_pi @ V
        sweeps += 1
        if np.max(np.abs(V_new - V)) < tolerance:
            break
        V = V_new
    return V, sweeps


def exact_policy_evaluation(P, R, policy, gamma):
    P_pi, R_pi = policy_model(P, R, policy)
    return np.linalg.solve(np.eye(len(R_pi)) - gamma * P_pi, R_pi)
