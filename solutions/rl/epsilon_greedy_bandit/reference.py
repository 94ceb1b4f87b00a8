"""Epsilon-greedy with incremental means.

Why it works: the mean of n rewards is the mean of the first n - 1 plus a part 1 / n of how far the new reward lies from
it, so an estimate and a count replace the whole history. Exploration keeps every count growing, so that no estimate
stays wrong for ever.
"""

import numpy as np


def linear_epsilon(n_steps, start, end, n_decay):
    if n_decay == 0:
        return np.full(n_steps, end, dtype=np.float64)
    done = np.minimum(np.arange(n_steps) / n_decay, 1.0)
    return start + (end - start) * done


def epsilon_greedy_bandit(rewards, epsilons, rng, initial, alpha=None):
    n_steps, n_arms = rewards.shape
    values = np.array(initial, dtype=np.float64)  # a copy, and floats: integers would lose every fraction
    counts = np.zeros(n_arms, dtype=np.int64)
    arms = []
    for t in range(n_steps):
        if rng.random() < epsilons[t]:
            arm = rng.integers(n_arms)
        else:
            # argmax alone would break every tie to the left.
            best = np.flatnonzero(values == values.max())
            arm = best[rng.integers(len(best))]
        counts[arm] += 1
        step = 1.0 / counts[arm] if alpha is None else alpha
        values[arm] += step * (rewards[t, arm] - values[arm])
        arms.append(arm)
    return np.array(arms, dtype=np.int64), values
