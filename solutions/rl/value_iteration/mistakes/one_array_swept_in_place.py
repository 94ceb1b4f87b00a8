"""New values are used within the same sweep. That converges too, but by
another path: here a sweep reads the old values only.

caught by: test_sweeps_end_at_the_bound
"""

import numpy as np


def action_values(P, R, values, gamma):
    return R + gamma * np.einsum("sat,t->sa", P, values)


def error_bounds(change, gamma):
    bound = gamma * change / (1 - gamma)
    return bound, 2 * bound


def value_iteration(P, R, gamma, tolerance):
    values, n_sweeps = np.zeros(len(R)), 0
    while True:
        change = 0.0
        for s in range(len(R)):
            old = values[s]
            values[s] = max(R[s] + gamma * P[s] @ values)
            change = max(change, abs(values[s] - old))
        n_sweeps += 1
        if error_bounds(change, gamma)[0] <= tolerance:
            break
    return values, action_values(P, R, values, gamma).argmax(axis=1), n_sweeps
