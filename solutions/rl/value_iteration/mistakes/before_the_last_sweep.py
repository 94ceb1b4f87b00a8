"""The values before the last sweep are returned: it has been made, and its
values are the closer ones.

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
        new = action_values(P, R, values, gamma).max(axis=1)
        n_sweeps += 1
        if error_bounds(np.abs(new - values).max(), gamma)[0] <= tolerance:
            break
        values = new
    return values, action_values(P, R, values, gamma).argmax(axis=1), n_sweeps
