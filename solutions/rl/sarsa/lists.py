"""Plain lists; ties are broken by looking at the actions in a shuffled order."""

import numpy as np


def choose(values, epsilon, rng):
    order = rng.permutation(len(values)).tolist()
    return order[0] if rng.random() < epsilon else max(order, key=values.__getitem__)


def sarsa(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    n_states, n_actions = env.observation_space.n, env.action_space.n
    table = [[0.0] * n_actions for _ in range(n_states)] if initial is None else initial.astype(float).tolist()
    returns = []
    for _ in range(n_episodes):
        s, _ = env.reset()
        a = choose(table[s], epsilon, rng)
        rewards, ended = [], False
        while not ended:
            s2, r, terminated, truncated, _ = env.step(a)
            rewards.append(r)
            future, a2 = 0.0, None
            if not terminated:
                a2 = choose(table[s2], epsilon, rng)
                future = table[s2][a2]
            table[s][a] += alpha * (r + gamma * future - table[s][a])
            s, a, ended = s2, a2, terminated or truncated
        returns.append(sum(rewards))
    return np.array(table, dtype=float).reshape(n_states, n_actions), np.array(returns, dtype=float)
