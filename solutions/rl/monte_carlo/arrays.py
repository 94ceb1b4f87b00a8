"""Sums and counts in arrays: np.unique finds first visits, a matrix of discounts gives the returns.

Actions are drawn from the probabilities of the epsilon-greedy policy.
"""

import numpy as np


def returns_of(rewards, gamma):
    ahead = np.arange(len(rewards)) - np.arange(len(rewards))[:, None]
    return np.where(ahead >= 0, float(gamma) ** np.maximum(ahead, 0), 0.0) @ np.array(rewards, dtype=float)


def mc_prediction(episodes, n_states, gamma, first_visit=True):
    sums, counts = np.zeros(n_states), np.zeros(n_states, dtype=np.int64)
    for episode in episodes:
        if len(episode) == 0 or not episode[-1][3]:
            continue
        states = np.array([t[0] for t in episode])
        returns = returns_of([t[1] for t in episode], gamma)
        if first_visit:
            states, first = np.unique(states, return_index=True)
            returns = returns[first]
        np.add.at(sums, states, returns)
        np.add.at(counts, states, 1)
    return sums / np.maximum(counts, 1), counts


def mc_control(env, n_episodes, gamma, epsilon, rng, initial=None):
    n_states, n_actions = env.observation_space.n, env.action_space.n
    q = np.zeros((n_states, n_actions)) if initial is None else np.array(initial, dtype=float)
    sums, counts = np.zeros(q.size), np.zeros(q.size)
    totals = []
    for _ in range(n_episodes):
        cells, rewards = [], []
        state, _ = env.reset()
        over = False
        while not over:
            best = q[state] == q[state].max()
            cumulative = (epsilon / n_actions + (1 - epsilon) * best / best.sum()).cumsum()
            action = int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right"))
            cells.append(state * n_actions + action)
            state, reward, terminated, truncated, _ = env.step(action)
            rewards.append(reward)
            over = terminated or truncated
        if terminated:
            pairs, first = np.unique(cells, return_index=True)
            sums[pairs] += returns_of(rewards, gamma)[first]
            counts[pairs] += 1
            q.flat[pairs] = sums[pairs] / counts[pairs]
        totals.append(sum(rewards))
    return q, np.array(totals, dtype=float)
