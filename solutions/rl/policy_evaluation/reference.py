"""Policy evaluation by sweeps and by a linear solve.

Why it works: with the actions averaged out, Bellman's equation is V = r + gamma * P V. The map on the right shrinks the
distance of any two tables by gamma, so there is exactly one V that it leaves alone, and sweeps from anywhere end there.
For the same reason I - gamma * P can be inverted: the solution of (I - gamma * P) V = r is that V.
"""

import numpy as np


def policy_model(P, R, policy):
    # Both are expectations over the action: the sum runs over a and keeps s (and s').
    return np.einsum("sa,sat->st", policy, P), np.einsum("sa,sa->s", policy, R)


def policy_evaluation(P, R, policy, gamma, tolerance):
    chain, rewards = policy_model(P, R, policy)
    values = np.zeros(len(R))
    n_sweeps = 0
    change = np.inf
    while change >= tolerance:
        new = rewards + gamma * chain @ values
        change = np.abs(np.subtract(new, values)).max()
        values = new
        n_sweeps += 1
    return values, n_sweeps


def exact_policy_evaluation(P, R, policy, gamma):
    chain, rewards = policy_model(P, R, policy)
    return np.linalg.solve(np.eye(len(R)) - gamma * chain, rewards)
