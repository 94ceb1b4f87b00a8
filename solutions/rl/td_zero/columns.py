"""Columns of states, rewards and continuation flags; the batch sums come from a weighted count."""

import numpy as np


def columns(episode):
    states = np.array([t[0] for t in episode], dtype=int)
    rewards = np.array([t[1] for t in episode], dtype=float)
    successors = np.array([t[2] for t in episode], dtype=int)
    goes_on = np.array([not t[3] for t in episode], dtype=float)
    return states, rewards, successors, goes_on


def td_errors(values, episode, gamma):
    states, rewards, successors, goes_on = columns(episode)
    return rewards + gamma * goes_on * values[successors] - values[states]


def td_zero(values, episodes, alpha, gamma):
    table = values.astype(float)
    for episode in episodes:
        for s, r, successor, keep in zip(*columns(episode), strict=True):
            table[s] = (1 - alpha) * table[s] + alpha * (r + gamma * keep * table[successor])
    return table


def batch_td_zero(values, episodes, alpha, gamma, n_sweeps):
    table = values.astype(float)
    everything = [transition for episode in episodes for transition in episode]
    states = columns(everything)[0]
    for _ in range(n_sweeps):
        table = table + alpha * np.bincount(states, td_errors(table, everything, gamma), minlength=len(table))
    return table
