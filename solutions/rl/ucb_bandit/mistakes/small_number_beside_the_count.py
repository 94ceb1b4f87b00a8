"""A small number beside the count keeps the division from failing, and an untried
arm gets a finite index, or nan before the first pull: its index is inf.

caught by: test_untried_arms_have_the_index_inf
"""

import numpy as np


def ucb_indices(means, counts, c):
    return means + c * np.sqrt(np.log(counts.sum()) / (counts + 1e-6))


def ucb_bandit(rewards, c=2**0.5):
    n_steps, n_arms = rewards.shape
    means, counts = np.zeros(n_arms), np.zeros(n_arms)
    arms = np.zeros(n_steps, dtype=np.int64)
    for t in range(n_steps):
        # Each arm once, then the index.
        arm = t if t < n_arms else np.argmax(ucb_indices(means, counts, c))
        counts[arm] += 1
        means[arm] += (rewards[t, arm] - means[arm]) / counts[arm]
        arms[t] = arm
    return arms, means


def pseudo_regret(arms, true_means):
    return np.cumsum(np.max(true_means) - true_means[arms])
