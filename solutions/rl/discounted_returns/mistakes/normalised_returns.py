"""The returns of an episode are normalised to mean 0 and deviation 1, a habit of
policy gradient code: the return is the sum itself.

caught by: test_returns_of_one_episode
"""

import numpy as np


def discounted_returns(rewards, gamma):
    returns = []
    G = 0.0
    for r in rewards[::-1]:
        G = r + gamma * G
        returns.insert(0, G)
    returns = np.array(returns, dtype=np.float64)
    return (returns - returns.mean()) / (returns.std() + 1e-9)


def stream_returns(rewards, terminated, gamma, last_values=None):
    n_streams, n_steps = rewards.shape
    returns = np.zeros((n_streams, n_steps))
    following = np.zeros(n_streams) if last_values is None else last_values
    for t in reversed(range(n_steps)):
        following = rewards[:, t] + gamma * np.where(terminated[:, t], 0.0, following)
        returns[:, t] = following
    return returns
