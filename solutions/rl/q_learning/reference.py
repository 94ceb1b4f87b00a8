"""Tabular Q-learning.

Why it works: the optimal action values are the one table that Bellman's optimality equation maps to itself, and that
map shrinks distances by gamma. Each step gives one sample of the equation's right-hand side for one pair; moving a part
alpha of the way averages the samples. Nothing in the sample depends on the next action, so any policy that keeps trying
every pair will do for acting.
"""

import numpy as np


def epsilon_greedy_policy(q, epsilon):
    best = q == q.max(axis=1, keepdims=True)
    greedy = best / best.sum(axis=1, keepdims=True)
    return epsilon / q.shape[1] + (1 - epsilon) * greedy


def act(row, epsilon, rng):
    # One draw decides who chooses; argmax would break every tie to the left, and on a table of zeros never move on.
    if rng.random() < epsilon:
        return int(rng.integers(len(row)))
    best = np.flatnonzero(row == row.max())
    return int(best[rng.integers(len(best))])


def q_learning(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    if initial is None:
        initial = np.zeros((env.observation_space.n, env.action_space.n))
    q = np.array(initial, dtype=np.float64)
    returns = np.zeros(n_episodes)
    for episode in range(n_episodes):
        state, _ = env.reset()
        over = False
        while not over:
            action = act(q[state], epsilon, rng)
            next_state, reward, terminated, truncated, _ = env.step(action)
            # Termination changes the target, since nothing follows; truncation only stops the loop.
            target = reward if terminated else reward + gamma * q[next_state].max()
            q[state, action] += alpha * (target - q[state, action])
            returns[episode] += reward
            state = next_state
            over = terminated or truncated
    return q, returns
