"""Rewards are discounted from the start of the episode: in G_t the reward of step
t itself counts fully, whatever t is.

caught by: test_returns_of_one_episode
"""

import numpy as np


def discounted_returns(rewards, gamma):
    discounted = float(gamma) ** np.arange(len(rewards)) * rewards
    return discounted[::-1].cumsum()[::-1]


def stream_returns(rewards, terminated, gamma, last_values=None):
    n_streams, n_steps = rewards.shape
    returns = np.zeros((n_streams, n_steps))
    following = np.zeros(n_streams) if last_values is None else last_values
    for t in reversed(range(n_steps)):
        following = rewards[:, t] + gamma * np.where(terminated[:, t], 0.0, following)
        returns[:, t] = following
    return returns
