"""Truncation is treated as termination: a time limit stops the episode, but the target of its last
step still bootstraps.

caught by: test_a_truncated_step_bootstraps
"""

import numpy as np


def sarsa(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    n_states, n_actions = env.observation_space.n, env.action_space.n
    Q = np.zeros((n_states, n_actions)) if initial is None else initial.astype(float)
    returns = []
    for _ in range(n_episodes):
        s, _ = env.reset()
        a = epsilon_greedy_action(Q[s], epsilon, rng)
        total, done = 0.0, False
        while not done:
            s2, r, terminated, truncated, _ = env.step(a)
            done = terminated or truncated
            a2 = epsilon_greedy_action(Q[s2], epsilon, rng)
            Q[s, a] += alpha * (r + gamma * Q[s2, a2] * (not done) - Q[s, a])
            total += r
            s, a = s2, a2
        returns.append(total)
    return Q, np.array(returns, dtype=float)
