"""The sums are divided by gamma^t: that power underflows in a long episode and
the division gives nan. Walk backwards instead.

caught by: test_long_episodes_stay_finite
"""

import numpy as np


def discounted_returns(rewards, gamma):
    powers = float(gamma) ** np.arange(len(rewards))
    return (powers * rewards)[::-1].cumsum()[::-1] / powers


def stream_returns(rewards, terminated, gamma, last_values=None):
    n_streams, n_steps = rewards.shape
    returns = np.zeros((n_streams, n_steps))
    following = np.zeros(n_streams) if last_values is None else last_values
    for t in reversed(range(n_steps)):
        following = rewards[:, t] + gamma * np.where(terminated[:, t], 0.0, following)
        returns[:, t] = following
    return returns
