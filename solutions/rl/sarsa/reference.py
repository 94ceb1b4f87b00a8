"""Tabular SARSA.

Why it works: the five things of its name, (s, a, r, s', a'), are a sample of Bellman's expectation equation for the
policy that acts, exploration included. So Q follows the values of that policy, while the policy follows Q by being
nearly greedy: policy iteration with steps of size alpha.
"""

import numpy as np


def sarsa(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    if initial is None:
        initial = np.zeros((env.observation_space.n, env.action_space.n))
    q = np.array(initial, dtype=np.float64)
    returns = np.zeros(n_episodes)
    for episode in range(n_episodes):
        state, _ = env.reset()
        action = epsilon_greedy_action(q[state], epsilon, rng)
        over = False
        while not over:
            next_state, reward, terminated, truncated, _ = env.step(action)
            # One draw serves twice: it is the target's action now and the agent's in the next step.
            next_action = epsilon_greedy_action(q[next_state], epsilon, rng)
            target = reward if terminated else reward + gamma * q[next_state, next_action]
            q[state, action] += alpha * (target - q[state, action])
            returns[episode] += reward
            state, action = next_state, next_action
            over = terminated or truncated
    return q, returns
