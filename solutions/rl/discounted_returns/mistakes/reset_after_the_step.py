"""The running return is dropped after a terminated step instead of before it: that
step gets the next episode's return, and the steps before it lose its reward.

caught by: test_nothing_crosses_the_end_of_an_episode
"""

import numpy as np


def discounted_returns(rewards, gamma):
    returns = np.zeros(len(rewards))
    running = 0.0
    for t in range(len(rewards) - 1, -1, -1):
        running = rewards[t] + gamma * running
        returns[t] = running
    return returns


def stream_returns(rewards, terminated, gamma, last_values=None):
    B, T = rewards.shape
    returns = np.zeros((B, T))
    for b in range(B):
        running = 0.0 if last_values is None else float(last_values[b])
        for t in range(T - 1, -1, -1):
            running = rewards[b, t] + gamma * running
            returns[b, t] = running
            if terminated[b, t]:
                running = 0.0
    return returns
