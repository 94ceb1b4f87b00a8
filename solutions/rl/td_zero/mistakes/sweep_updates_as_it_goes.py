"""Each sweep is online learning: in a batch the table is held still until all
errors of the sweep are summed.

caught by: test_a_sweep_sums_the_errors_of_each_state
"""

import numpy as np


def td_errors(values, episode, gamma):
    v = np.asarray(values, dtype=np.float64)
    return np.array(
        [reward + (0.0 if done else gamma * v[successor]) - v[state] for state, reward, successor, done in episode],
        dtype=np.float64,
    )


def td_zero(values, episodes, alpha, gamma):
    v = np.array(values, dtype=np.float64)
    for episode in episodes:
        for state, reward, successor, done in episode:
            v[state] += alpha * (reward + (0.0 if done else gamma * v[successor]) - v[state])
    return v


def batch_td_zero(values, episodes, alpha, gamma, n_sweeps):
    v = np.array(values, dtype=np.float64)
    for _ in range(n_sweeps):
        v = td_zero(v, episodes, alpha, gamma)
    return v
