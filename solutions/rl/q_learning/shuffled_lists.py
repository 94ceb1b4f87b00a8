"""Plain lists, and ties broken by looking at the actions in a shuffled order: the first largest one wins."""

import numpy as np


def epsilon_greedy_policy(q, epsilon):
    rows = []
    for row in q.tolist():
        n_greedy = row.count(max(row))
        rows.append([epsilon / len(row) + (value == max(row)) * (1 - epsilon) / n_greedy for value in row])
    return np.array(rows, dtype=float)


def q_learning(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    n_states, n_actions = env.observation_space.n, env.action_space.n
    table = [[0.0] * n_actions for _ in range(n_states)] if initial is None else initial.astype(float).tolist()
    returns = [run(env, table, alpha, gamma, epsilon, rng) for _ in range(n_episodes)]
    return np.array(table, dtype=float).reshape(n_states, n_actions), np.array(returns, dtype=float)


def run(env, table, alpha, gamma, epsilon, rng):
    state, _ = env.reset()
    total, terminated, truncated = 0.0, False, False
    while not (terminated or truncated):
        values = table[state]
        order = rng.permutation(len(values)).tolist()
        action = order[0] if rng.random() < epsilon else max(order, key=values.__getitem__)
        state_after, reward, terminated, truncated, _ = env.step(action)
        best = max(table[state_after])
        values[action] += alpha * (reward + gamma * best * (not terminated) - values[action])
        total += reward
        state = state_after
    return total
