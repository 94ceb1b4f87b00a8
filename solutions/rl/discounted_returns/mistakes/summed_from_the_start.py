"""The sum runs forwards: it holds the rewards before the step. A return holds the
rewards from the step on.

caught by: test_returns_of_one_episode
"""

import numpy as np


def discounted_returns(rewards, gamma):
    returns = np.zeros(len(rewards))
    total = 0.0
    for t, reward in enumerate(rewards):
        total += gamma**t * reward
        returns[t] = total
    return returns


def stream_returns(rewards, terminated, gamma, last_values=None):
    returns = np.zeros(rewards.shape)
    for b, stream in enumerate(rewards):
        total, discount = 0.0, 1.0
        for t, reward in enumerate(stream):
            total += discount * reward
            discount *= gamma
            returns[b, t] = total
            if terminated[b, t]:
                total, discount = 0.0, 1.0
        if last_values is not None and not terminated[b, -1]:
            returns[b, -1] += gamma * last_values[b]
    return returns
