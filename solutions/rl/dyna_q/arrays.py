"""The model in arrays: a table of flags says which pairs were tried, and rewards and successors stand beside it."""

import numpy as np


def dyna_q(env, n_episodes, alpha, gamma, epsilon, n_planning, rng, initial=None):
    shape = int(env.observation_space.n), int(env.action_space.n)
    q = np.zeros(shape) if initial is None else initial.astype(float)
    tried = np.zeros(shape, dtype=bool)
    rewards, successors, goes_on = np.zeros(shape), np.zeros(shape, dtype=int), np.zeros(shape)
    steps = []
    for _ in range(n_episodes):
        state, _ = env.reset()
        n, over = 0, False
        while not over:
            action = epsilon_greedy_action(q[state], epsilon, rng)
            after, reward, terminated, truncated, _ = env.step(action)
            tried[state, action] = True
            rewards[state, action], successors[state, action] = reward, after
            goes_on[state, action] = 1.0 - terminated
            # All states of this plan at once; then the largest of random keys picks one of the tried actions of each.
            known = np.flatnonzero(tried.any(axis=1))
            states = rng.choice(known, size=n_planning)
            actions = (rng.random((n_planning, shape[1])) * tried[states]).argmax(axis=1)
            for s, a in [(state, action), *zip(states.tolist(), actions.tolist(), strict=True)]:
                target = rewards[s, a] + gamma * goes_on[s, a] * np.max(q[successors[s, a]])
                q[s, a] = (1 - alpha) * q[s, a] + alpha * target
            n += 1
            state, over = after, terminated or truncated
        steps.append(n)
    return q, np.array(steps, dtype=np.int64)
