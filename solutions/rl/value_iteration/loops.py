"""Bellman's equation written out with loops, until the change is below the tolerance divided by its factor."""

import numpy as np


def action_values(P, R, values, gamma):
    q = np.zeros(R.shape)
    for s, a in np.ndindex(R.shape):
        q[s, a] = R[s, a]
        for after, probability in enumerate(P[s, a]):
            q[s, a] += gamma * probability * values[after]
    return q


def error_bounds(change, gamma):
    # The geometric series: gamma * change + gamma^2 * change + ...
    return change * gamma / (1 - gamma), 2 * change * gamma / (1 - gamma)


def value_iteration(P, R, gamma, tolerance):
    values = [0.0] * len(R)
    n_sweeps = 0
    while True:
        following = [max(row) for row in action_values(P, R, values, gamma).tolist()]
        n_sweeps += 1
        change = max(abs(new - old) for new, old in zip(following, values, strict=True))
        values = following
        if error_bounds(change, gamma)[0] <= tolerance:
            break
    policy = [row.index(max(row)) for row in action_values(P, R, values, gamma).tolist()]
    return np.array(values), np.array(policy, dtype=np.int64), n_sweeps
