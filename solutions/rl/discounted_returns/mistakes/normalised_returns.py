"""The returns are normalised to mean 0 and deviation 1, a habit of policy gradient
code: the return is the sum itself.

caught by: test_returns_of_one_episode
"""

import numpy as np


def normalise(returns):
    return (returns - returns.mean()) / (returns.std() + 1e-9)


def discounted_returns(rewards, gamma):
    returns = []
    G = 0.0
    for r in rewards[::-1]:
        G = r + gamma * G
        returns.insert(0, G)
    returns = np.array(returns, dtype=np.float64)
    return normalise(returns)


def stream_returns(rewards, terminated, gamma, last_values=None):
    B, T = rewards.shape
    returns = np.zeros((B, T))
    G = np.zeros(B) if last_values is None else np.asarray(last_values, dtype=float)
    for t in reversed(range(T)):
        G = rewards[:, t] + gamma * np.where(terminated[:, t], 0.0, G)
        returns[:, t] = G
    return normalise(returns)
