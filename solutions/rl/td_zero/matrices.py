"""TD(0) as linear algebra: with one-hot features x, a transition moves v by alpha * x (r + (gamma x' - x) . v)."""

import numpy as np


def td_errors(values, episode, gamma):
    differences, rewards, _ = system(len(values), episode, gamma)
    return rewards + differences @ values


def system(n_states, episode, gamma):
    one_hot = np.eye(n_states)
    visited = np.zeros((len(episode), n_states))
    following = np.zeros((len(episode), n_states))
    rewards = np.zeros(len(episode))
    for t, (state, reward, next_state, terminated) in enumerate(episode):
        visited[t] = one_hot[state]
        rewards[t] = reward
        if not terminated:
            following[t] = one_hot[next_state]
    return gamma * following - visited, rewards, visited


def td_zero(values, episodes, alpha, gamma):
    v = np.asarray(values) * 1.0
    for episode in episodes:
        differences, rewards, visited = system(len(v), episode, gamma)
        for x, r, d in zip(visited, rewards, differences, strict=True):
            v = v + alpha * x * (r + d @ v)
    return v


def batch_td_zero(values, episodes, alpha, gamma, n_sweeps):
    # A whole sweep is one affine map: v <- (I + alpha X^T D) v + alpha X^T r.
    differences, rewards, visited = system(len(values), [t for e in episodes for t in e], gamma)
    step = np.eye(len(values)) + alpha * visited.T @ differences
    shift = alpha * visited.T @ rewards
    v = np.asarray(values) * 1.0
    for _ in range(n_sweeps):
        v = step @ v + shift
    return v
