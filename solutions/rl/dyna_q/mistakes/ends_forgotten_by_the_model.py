"""The model doesn't remember that a step terminated: planned updates then bootstrap from a state
that nothing follows.

caught by: test_planning_respects_termination
"""

import numpy as np


def dyna_q(env, n_episodes, alpha, gamma, epsilon, n_planning, rng, initial=None):
    n_states, n_actions = env.observation_space.n, env.action_space.n
    q = np.zeros((n_states, n_actions)) if initial is None else np.array(initial, dtype=np.float64)
    model = {}
    steps = np.zeros(n_episodes, dtype=np.int64)
    for episode in range(n_episodes):
        state, _ = env.reset()
        while True:
            action = epsilon_greedy_action(q[state], epsilon, rng)
            next_state, reward, terminated, truncated, _ = env.step(action)
            steps[episode] += 1
            future = 0.0 if terminated else gamma * q[next_state].max()
            q[state, action] += alpha * (reward + future - q[state, action])
            if state not in model:
                model[state] = {}
            model[state][action] = (reward, next_state)
            for _ in range(n_planning):
                s = int(rng.choice(list(model.keys())))
                a = int(rng.choice(list(model[s].keys())))
                r, s2 = model[s][a]
                q[s, a] += alpha * (r + gamma * q[s2].max() - q[s, a])
            state = next_state
            if terminated or truncated:
                break
    return q, steps
