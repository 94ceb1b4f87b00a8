"""The next action is drawn twice: the one in the target and the one that is taken must be the same.

caught by: test_the_target_holds_the_action_taken_next
"""

import numpy as np


def sarsa(env, n_episodes, alpha, gamma, epsilon, rng, initial=None):
    if initial is None:
        Q = np.zeros((env.observation_space.n, env.action_space.n))
    else:
        Q = np.array(initial, dtype=float)
    returns = np.zeros(n_episodes)
    for i in range(n_episodes):
        state, _ = env.reset()
        terminated = truncated = False
        while not terminated and not truncated:
            action = epsilon_greedy_action(Q[state], epsilon, rng)
            next_state, reward, terminated, truncated, _ = env.step(action)
            if terminated:
                target = reward
            else:
                next_action = epsilon_greedy_action(Q[next_state], epsilon, rng)
                target = reward + gamma * Q[next_state, next_action]
            Q[state, action] = (1 - alpha) * Q[state, action] + alpha * target
            returns[i] += reward
            state = next_state
    return Q, returns
