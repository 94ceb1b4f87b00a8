"""Plain lists of the rewards that each arm has paid, and max with a key."""

import math

import numpy as np


def index(mean, count, total, c):
    return mean + c * math.sqrt(math.log(total)) / math.sqrt(count) if count else math.inf


def ucb_indices(means, counts, c):
    total = sum(counts.tolist())
    return np.array([index(m, n, total, c) for m, n in zip(means.tolist(), counts.tolist(), strict=True)])


def ucb_bandit(rewards, c=2**0.5):
    seen = [[] for _ in range(rewards.shape[1])]
    arms = []
    for t, row in enumerate(rewards.tolist()):
        arm = max(range(len(seen)), key=lambda a: index(sum(seen[a]) / max(len(seen[a]), 1), len(seen[a]), t, c))
        seen[arm].append(row[arm])
        arms.append(arm)
    return np.array(arms, dtype=np.int64), np.array([sum(paid) / len(paid) if paid else 0.0 for paid in seen])


def pseudo_regret(arms, true_means):
    best, total, regret = max(true_means.tolist()), 0.0, []
    for arm in arms.tolist():
        total += best - true_means[arm]
        regret.append(total)
    return np.array(regret, dtype=float)
