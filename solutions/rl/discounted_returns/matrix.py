"""Each return as a weighted sum: a matrix of discounts, with zeros wherever an episode ends in between."""

import numpy as np


def weights(terminated, gamma):
    """weights[t, k]: how much the reward of step k counts in the return of step t; column T is for the value after."""
    n = len(terminated)
    episode = np.concatenate([[0], np.cumsum(terminated)])  # the number of the episode that each step belongs to
    distance = np.arange(n + 1) - np.arange(n)[:, None]
    same = (distance >= 0) & (episode == episode[:n, None])
    return np.where(same, float(gamma) ** np.maximum(distance, 0), 0.0)


def discounted_returns(rewards, gamma):
    return weights(np.zeros(len(rewards), dtype=bool), gamma)[:, :-1] @ rewards.astype(float)


def stream_returns(rewards, terminated, gamma, last_values=None):
    if last_values is None:
        last_values = np.zeros(len(rewards))
    # A weight of 0 isn't enough: 0 times nan is nan.
    last_values = np.where(terminated[:, -1:].any(axis=1), 0.0, last_values)
    longer = np.column_stack([rewards, last_values]).astype(float)
    out = np.zeros(rewards.shape)
    for b, row in enumerate(longer):
        out[b] = weights(terminated[b], gamma) @ row
    return out
