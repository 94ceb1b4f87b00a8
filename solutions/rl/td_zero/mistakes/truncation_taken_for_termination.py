"""The last transition of every episode is treated as terminal: an episode that a
time limit cut off goes on bootstrapping, only `terminated` ends it.

caught by: test_a_truncated_episode_bootstraps_to_its_end
"""

import numpy as np


def td_errors(values, episode, gamma):
    v = np.asarray(values, dtype=np.float64)
    deltas = []
    for t, (state, reward, next_state, terminated) in enumerate(episode):
        done = terminated or t == len(episode) - 1
        deltas.append(reward + gamma * v[next_state] * (not done) - v[state])
    return np.array(deltas, dtype=np.float64)


def td_zero(values, episodes, alpha, gamma):
    v = np.array(values, dtype=np.float64)
    for episode in episodes:
        for t, (state, reward, next_state, terminated) in enumerate(episode):
            done = terminated or t == len(episode) - 1
            v[state] += alpha * (reward + gamma * v[next_state] * (not done) - v[state])
    return v


def batch_td_zero(values, episodes, alpha, gamma, n_sweeps):
    v = np.array(values, dtype=np.float64)
    for _ in range(n_sweeps):
        total = np.zeros_like(v)
        for episode in episodes:
            for transition, delta in zip(episode, td_errors(v, episode, gamma), strict=True):
                total[transition[0]] += delta
        v += alpha * total
    return v
