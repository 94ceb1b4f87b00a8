"""Returns by one walk backwards.

Why it works: G_t = r_t + gamma * G_{t+1}, since all later rewards stand one factor gamma further away from step t than
from step t + 1. Backwards, each return is one multiplication and one addition away. An end of an episode is a G_{t+1}
of 0, and the unseen rest of a stream is an estimate in the same place.
"""

import numpy as np


def discounted_returns(rewards, gamma):
    # A complete episode is a stream that nothing follows.
    return stream_returns(rewards[None, :], np.zeros((1, len(rewards)), dtype=bool), gamma)[0]


def stream_returns(rewards, terminated, gamma, last_values=None):
    n_streams, n_steps = rewards.shape
    returns = np.empty((n_streams, n_steps))
    following = np.zeros(n_streams) if last_values is None else last_values.astype(np.float64)
    for t in reversed(range(n_steps)):
        # The flag cuts what follows the step, not the reward of the step.
        following = rewards[:, t] + gamma * np.where(terminated[:, t], 0.0, following)
        returns[:, t] = following
    return returns
