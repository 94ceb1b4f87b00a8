"""Value iteration with a bound on its error.

Why it works: a maximum of averages moves by no more than what it is taken of, so a sweep shrinks distances by gamma.
V* stays where it is; V therefore runs into it. All the sweeps that aren't made would move V by at most
(gamma + gamma^2 + ...) * change, which is the bound. The greedy policy errs twice, in what it thinks of its own action
and in what it thinks of the best one, hence the 2.
"""

import numpy as np


def action_values(P, R, values, gamma):
    return R + gamma * P @ values


def error_bounds(change, gamma):
    bound = gamma / (1 - gamma) * change
    return bound, 2 * bound


def value_iteration(P, R, gamma, tolerance):
    # The first sweep, from zeros, finds the best rewards.
    values = R.max(axis=1)
    change = np.abs(values).max()
    n_sweeps = 1
    while error_bounds(change, gamma)[0] > tolerance:
        new = action_values(P, R, values, gamma).max(axis=1)
        change = np.abs(np.subtract(new, values)).max()
        values = new
        n_sweeps += 1
    # One more backup, so that the policy is greedy for the values that are returned.
    return values, action_values(P, R, values, gamma).argmax(axis=1), n_sweeps
