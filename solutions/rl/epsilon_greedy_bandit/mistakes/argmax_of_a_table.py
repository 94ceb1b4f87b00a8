"""The first of equal estimates wins, as with argmax: a start of equal estimates then always favours
arm 0. Draw among all that equal the maximum.

caught by: test_the_greedy_arms_share_ties
"""

import numpy as np


def linear_epsilon(n_steps, start, end, n_decay):
    epsilons = []
    for t in range(n_steps):
        if t >= n_decay:
            epsilons.append(end)
        else:
            epsilons.append(start + (end - start) * t / n_decay)
    return np.array(epsilons, dtype=float)


def epsilon_greedy_bandit(rewards, epsilons, rng, initial, alpha=None):
    T, K = rewards.shape
    Q = initial.astype(float).copy()
    N = np.zeros(K)
    arms = np.zeros(T, dtype=int)
    for t in range(T):
        if rng.random() < epsilons[t]:
            a = rng.integers(0, K)
        else:
            a = np.argmax(Q)
        N[a] += 1
        lr = alpha if alpha is not None else 1 / N[a]
        Q[a] += lr * (rewards[t, a] - Q[a])
        arms[t] = a
    return arms, Q
