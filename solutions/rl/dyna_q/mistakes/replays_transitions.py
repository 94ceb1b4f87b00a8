"""Planning draws from all transitions: frequent ones come more often. A pair
counts once, however often it was tried.

caught by: test_planning_draws_a_state_then_an_action
"""

import numpy as np


def dyna_q(env, n_episodes, alpha, gamma, epsilon, n_planning, rng, initial=None):
    if initial is None:
        initial = np.zeros((env.observation_space.n, env.action_space.n))
    q = np.array(initial, dtype=np.float64)
    memory = []
    steps = np.zeros(n_episodes, dtype=np.int64)

    def update(state, action, reward, next_state, terminated):
        target = reward if terminated else reward + gamma * q[next_state].max()
        q[state, action] += alpha * (target - q[state, action])

    for episode in range(n_episodes):
        state, _ = env.reset()
        over = False
        while not over:
            action = epsilon_greedy_action(q[state], epsilon, rng)
            next_state, reward, terminated, truncated, _ = env.step(action)
            update(state, action, reward, next_state, terminated)
            memory.append((state, action, reward, next_state, terminated))
            for _ in range(n_planning):
                update(*memory[rng.integers(len(memory))])
            steps[episode] += 1
            state = next_state
            over = terminated or truncated
    return q, steps
