"""Plain lists; a tie goes to whichever of the best arms comes first in a shuffled order."""

import numpy as np


def linear_epsilon(n_steps, start, end, n_decay):
    rates = [end if t >= n_decay else start + (end - start) * t / n_decay for t in range(n_steps)]
    return np.array(rates, dtype=float)


def epsilon_greedy_bandit(rewards, epsilons, rng, initial, alpha=None):
    values = [float(v) for v in initial]
    seen = [[] for _ in values]
    arms = []
    for row, epsilon in zip(rewards.tolist(), epsilons.tolist(), strict=True):
        order = rng.permutation(len(values)).tolist()
        arm = order[0] if rng.random() < epsilon else max(order, key=values.__getitem__)
        arms.append(arm)
        if alpha is not None:
            values[arm] += alpha * (row[arm] - values[arm])
        else:
            seen[arm].append(row[arm])
            values[arm] = sum(seen[arm]) / len(seen[arm])
    return np.array(arms, dtype=np.int64), np.array(values)
