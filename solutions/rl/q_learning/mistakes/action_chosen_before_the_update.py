"""The next action is chosen before the table is updated, as SARSA has to do: when
the step led back to the same state, the choice is made from an old row.

caught by: test_actions_follow_the_updated_table
"""

import numpy as np


def epsilon_greedy_policy(q, epsilon):
    best = q == q.max(axis=1, keepdims=True)
    return epsilon / q.shape[1] + (1 - epsilon) * best / best.sum(axis=1, keepdims=True)


def act(row, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(len(row)))
    return int(rng.choice(np.flatnonzero(row == row.max())))


def q_learning(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    if initial is None:
        initial = np.zeros((env.observation_space.n, env.action_space.n))
    q = np.array(initial, dtype=np.float64)
    returns = np.zeros(n_episodes)
    for episode in range(n_episodes):
        state, _ = env.reset()
        action = act(q[state], epsilon, rng)
        over = False
        while not over:
            next_state, reward, terminated, truncated, _ = env.step(action)
            next_action = act(q[next_state], epsilon, rng)
            target = reward if terminated else reward + gamma * q[next_state].max()
            q[state, action] += alpha * (target - q[state, action])
            returns[episode] += reward
            state, action = next_state, next_action
            over = terminated or truncated
    return q, returns
