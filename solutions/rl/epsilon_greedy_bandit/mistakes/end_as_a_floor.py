"""`end` is taken for a floor, with max: a schedule that rises from a small start
jumps to its end at once. Move by the share of n_decay that is over, either way.

caught by: test_epsilon_falls_in_a_straight_line
"""

import numpy as np


def linear_epsilon(n_steps, start, end, n_decay):
    if n_decay == 0:
        return np.full(n_steps, float(end))
    slope = (start - end) / n_decay
    return np.array([max(end, start - slope * t) for t in range(n_steps)], dtype=np.float64)


def epsilon_greedy_bandit(rewards, epsilons, rng, initial, alpha=None):
    n_steps, n_arms = rewards.shape
    q = np.array(initial, dtype=np.float64)
    n = [0] * n_arms
    arms = np.empty(n_steps, dtype=np.int64)
    for t in range(n_steps):
        if rng.uniform() < epsilons[t]:
            a = int(rng.integers(n_arms))
        else:
            a = int(rng.choice(np.flatnonzero(q == np.max(q))))
        n[a] += 1
        if alpha is None:
            q[a] = q[a] + (rewards[t, a] - q[a]) / n[a]
        else:
            q[a] = q[a] + alpha * (rewards[t, a] - q[a])
        arms[t] = a
    return arms, q
