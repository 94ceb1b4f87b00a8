"""Cuts each stream into its episodes and runs through each of them in plain floats."""

import numpy as np


def backwards(rewards, gamma, after=0.0):
    out = []
    for reward in reversed(rewards):
        after = reward + gamma * after
        out.append(after)
    return out[::-1]


def discounted_returns(rewards, gamma):
    return np.array(backwards([float(r) for r in rewards], gamma), dtype=float)


def stream_returns(rewards, terminated, gamma, last_values=None):
    table = np.zeros(rewards.shape)
    for b in range(len(rewards)):
        start = 0
        for end in (np.flatnonzero(terminated[b]) + 1).tolist():
            table[b, start:end] = backwards(rewards[b, start:end].tolist(), gamma)
            start = end
        rest = 0.0 if last_values is None else float(last_values[b])
        table[b, start:] = backwards(rewards[b, start:].tolist(), gamma, rest)
    return table
