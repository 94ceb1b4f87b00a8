"""Rewards are discounted from the start of the episode: in G_t the reward of step
t itself counts fully, whatever t is.

caught by: test_returns_of_one_episode
"""

import numpy as np


def discounted_returns(rewards, gamma):
    flags = np.zeros((1, len(rewards)), dtype=bool)
    return stream_returns(rewards[None, :], flags, gamma)[0]


def stream_returns(rewards, terminated, gamma, last_values=None):
    n_streams, n_steps = rewards.shape
    returns = np.zeros((n_streams, n_steps))
    after = np.zeros(n_streams) if last_values is None else last_values
    following = gamma**n_steps * after
    for t in reversed(range(n_steps)):
        following = gamma**t * rewards[:, t] + np.where(terminated[:, t], 0.0, following)
        returns[:, t] = following
    return returns
