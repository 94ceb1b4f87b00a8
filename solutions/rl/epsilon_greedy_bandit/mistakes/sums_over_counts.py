"""All estimates are sums over counts: an arm that was never pulled falls to 0,
whatever its start, and alpha plays no part. Only the pulled arm's estimate
moves, by a step towards its reward.

caught by: test_greedy_play_builds_on_every_reward
"""

import numpy as np


def linear_epsilon(n_steps, start, end, n_decay):
    done = np.minimum(np.arange(n_steps) / n_decay, 1.0) if n_decay else np.ones(n_steps)
    return (1 - done) * start + done * end


def epsilon_greedy_bandit(rewards, epsilons, rng, initial, alpha=None):
    n_steps, n_arms = rewards.shape
    sums, counts = np.zeros(n_arms), np.zeros(n_arms)
    values = np.array(initial, dtype=float)
    arms = np.zeros(n_steps, dtype=np.int64)
    for t in range(n_steps):
        if rng.random() < epsilons[t]:
            arm = rng.integers(n_arms)
        else:
            arm = rng.choice(np.flatnonzero(values == values.max()))
        sums[arm] += rewards[t, arm]
        counts[arm] += 1
        values = sums / np.maximum(counts, 1)
        arms[t] = arm
    return arms, values
