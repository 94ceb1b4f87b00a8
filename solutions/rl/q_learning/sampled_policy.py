"""Draws each action from the probabilities of the policy, by one uniform number and the cumulative sum."""

import numpy as np


def epsilon_greedy_policy(q, epsilon):
    policy = np.empty(q.shape)
    for row, probabilities in zip(q, policy, strict=True):
        greedy = np.flatnonzero(row == row.max())
        probabilities[:] = epsilon / len(row)
        probabilities[greedy] += (1.0 - epsilon) / len(greedy)
    return policy


def q_learning(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    shape = (int(env.observation_space.n), int(env.action_space.n))
    q = np.zeros(shape) if initial is None else initial.astype(float)
    returns = []
    for _ in range(n_episodes):
        observation, _ = env.reset()
        total = 0.0
        while True:
            cumulative = epsilon_greedy_policy(q[observation : observation + 1], epsilon)[0].cumsum()
            action = int(np.searchsorted(cumulative, rng.random() * cumulative[-1], side="right"))
            following, reward, terminated, truncated, _ = env.step(action)
            future = 0.0 if terminated else np.max(q[following])
            q[observation, action] = (1 - alpha) * q[observation, action] + alpha * (reward + gamma * future)
            total += reward
            observation = following
            if terminated or truncated:
                break
        returns.append(total)
    return q, np.array(returns, dtype=float)
