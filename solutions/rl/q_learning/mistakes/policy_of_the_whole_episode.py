"""The policy is computed once an episode, from the table at its beginning: each
action is drawn from the table as it is then, after the update of the step before.

caught by: test_actions_follow_the_updated_table
"""

import numpy as np


def epsilon_greedy_policy(q, epsilon):
    best = q == q.max(axis=1, keepdims=True)
    return epsilon / q.shape[1] + (1 - epsilon) * best / best.sum(axis=1, keepdims=True)


def q_learning(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    if initial is None:
        initial = np.zeros((env.observation_space.n, env.action_space.n))
    q = np.array(initial, dtype=np.float64)
    returns = np.zeros(n_episodes)
    for episode in range(n_episodes):
        state, _ = env.reset()
        policy = epsilon_greedy_policy(q, epsilon)
        over = False
        while not over:
            action = int(rng.choice(q.shape[1], p=policy[state]))
            next_state, reward, terminated, truncated, _ = env.step(action)
            target = reward if terminated else reward + gamma * q[next_state].max()
            q[state, action] += alpha * (target - q[state, action])
            returns[episode] += reward
            state = next_state
            over = terminated or truncated
    return q, returns
