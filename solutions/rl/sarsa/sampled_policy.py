"""Draws from the probabilities of the policy; each update waits until the next pair is known."""

import numpy as np


def draw(row, epsilon, rng):
    best = row == row.max()
    cumulative = (epsilon / len(row) + (1 - epsilon) * best / best.sum()).cumsum()
    return int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right"))


def sarsa(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    shape = int(env.observation_space.n), int(env.action_space.n)
    q = np.zeros(shape) if initial is None else initial.astype(float)
    totals = []
    for _ in range(n_episodes):
        state, _ = env.reset()
        waiting, total, over = None, 0.0, False
        while True:
            action = draw(q[state], epsilon, rng)
            if waiting is not None:
                pair, reward = waiting
                q[pair] = (1 - alpha) * q[pair] + alpha * (reward + gamma * q[state, action])
            if over:
                break
            after, reward, terminated, truncated, _ = env.step(action)
            total += reward
            if terminated:
                q[state, action] += alpha * (reward - q[state, action])
                break
            waiting, state, over = ((state, action), reward), after, truncated
        totals.append(total)
    return q, np.array(totals, dtype=float)
