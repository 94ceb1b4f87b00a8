"""Every arm is pulled once before the loop, however few steps there are: a run of
T steps pulls T arms, and with fewer steps than arms some stay untried.

caught by: test_short_runs_and_other_dtypes
"""

import numpy as np


def ucb_indices(means, counts, c):
    indices = np.full(len(counts), np.inf)
    for arm, count in enumerate(counts):
        if count > 0:
            indices[arm] = means[arm] + c * np.sqrt(np.log(counts.sum()) / count)
    return indices


def ucb_bandit(rewards, c=2**0.5):
    n_steps, n_arms = rewards.shape
    arms = list(range(n_arms))
    counts = np.ones(n_arms)
    sums = np.array([float(rewards[arm, arm]) for arm in range(n_arms)])
    for t in range(n_arms, n_steps):
        arm = int(np.argmax(ucb_indices(sums / counts, counts, c)))
        sums[arm] += rewards[t, arm]
        counts[arm] += 1
        arms.append(arm)
    return np.array(arms, dtype=np.int64), sums / counts


def pseudo_regret(arms, true_means):
    return np.cumsum(true_means.max() - true_means[arms])
