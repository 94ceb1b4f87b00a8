"""Dyna-Q with a deterministic model.

Why it works: the update needs s, a, r, s' and nothing else, and it doesn't ask where they come from. What the world
said once may be used again and again, each time with better values of s'. Planning with the model is value iteration
in random order, on that part of the world that has been seen.
"""

import numpy as np


def dyna_q(env, n_episodes, alpha, gamma, epsilon, n_planning, rng, initial=None):
    if initial is None:
        initial = np.zeros((env.observation_space.n, env.action_space.n))
    q = np.array(initial, dtype=np.float64)
    model = {}  # model[state][action]: what came of it the last time
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
            model.setdefault(state, {})[action] = (reward, next_state, terminated)
            known = list(model)
            for _ in range(n_planning):
                s = known[rng.integers(len(known))]
                tried = list(model[s])
                a = tried[rng.integers(len(tried))]
                update(s, a, *model[s][a])
            steps[episode] += 1
            state = next_state
            over = terminated or truncated
    return q, steps
