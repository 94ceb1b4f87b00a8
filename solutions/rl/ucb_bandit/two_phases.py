"""Each arm once in order, then the formula; the regret from how often each arm was pulled so far."""

import numpy as np


def ucb_indices(means, counts, c):
    with np.errstate(divide="ignore", invalid="ignore"):
        bonus = np.sqrt(c**2 * np.log(np.sum(counts)) / counts)
    return np.where(counts == 0, np.inf, means + bonus)


def ucb_bandit(rewards, c=2**0.5):
    n_steps, n_arms = rewards.shape
    first = min(n_steps, n_arms)
    arms = np.zeros(n_steps, dtype=np.int64)
    arms[:first] = np.arange(first)
    sums = np.zeros(n_arms)
    sums[:first] = rewards[range(first), range(first)]
    counts = np.zeros(n_arms)
    counts[:first] = 1
    for t in range(n_arms, n_steps):
        arms[t] = np.argmax(sums / counts + c * np.sqrt(np.log(t) / counts))
        sums[arms[t]] += rewards[t, arms[t]]
        counts[arms[t]] += 1
    return arms, sums / np.maximum(counts, 1)


def pseudo_regret(arms, true_means):
    pulls = np.cumsum(arms[:, None] == np.arange(len(true_means)), axis=0)
    return pulls @ (true_means.max() - true_means)
