"""Draws each arm from the probabilities of the policy, and keeps sums of rewards instead of means."""

import numpy as np


def linear_epsilon(n_steps, start, end, n_decay):
    if n_decay == 0:
        return np.full(n_steps, float(end))
    return np.interp(np.arange(n_steps), [0, n_decay], [start, end])


def epsilon_greedy_bandit(rewards, epsilons, rng, initial, alpha=None):
    n_steps, n_arms = rewards.shape
    values = initial.astype(float)
    sums, counts = np.zeros(n_arms), np.zeros(n_arms)
    arms = []
    for row, epsilon, u in zip(rewards, epsilons, rng.random(n_steps), strict=True):
        best = values == values.max()
        policy = epsilon / n_arms + (1 - epsilon) * best / best.sum()
        cumulative = policy.cumsum()
        arm = int(np.searchsorted(cumulative, u * cumulative[-1], side="right"))
        arms.append(arm)
        if alpha is None:
            sums[arm] += row[arm]
            counts[arm] += 1
            values[arm] = sums[arm] / counts[arm]
        else:
            values[arm] = (1 - alpha) * values[arm] + alpha * row[arm]
    return np.array(arms, dtype=np.int64), values
