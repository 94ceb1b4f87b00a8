"""Walking backwards, the first visit that is met is the last one of the episode.

caught by: test_first_visits
"""

from collections import defaultdict

import numpy as np


def mc_prediction(episodes, n_states, gamma, first_visit=True):
    returns = defaultdict(list)
    for episode in episodes:
        if not episode or not episode[-1][3]:
            continue
        G = 0.0
        visited = set()
        for state, reward, _, _ in reversed(episode):
            G = gamma * G + reward
            if first_visit and state in visited:
                continue
            visited.add(state)
            returns[state].append(G)
    values = np.array([np.mean(returns[s]) if returns[s] else 0.0 for s in range(n_states)])
    return values, np.array([len(returns[s]) for s in range(n_states)])


def mc_control(env, n_episodes, gamma, epsilon, rng, initial=None):
    S, A = env.observation_space.n, env.action_space.n
    Q = np.zeros((S, A)) if initial is None else initial.astype(float)
    returns = defaultdict(list)
    totals = []
    for _ in range(n_episodes):
        episode = []
        state, _ = env.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            action = epsilon_greedy_action(Q[state], epsilon, rng)
            next_state, reward, terminated, truncated, _ = env.step(action)
            episode.append((state, action, reward))
            state = next_state
        totals.append(sum(r for _, _, r in episode))
        if not terminated:
            continue
        G = 0.0
        visited = set()
        for state, action, reward in reversed(episode):
            G = gamma * G + reward
            if (state, action) not in visited:
                visited.add((state, action))
                returns[state, action].append(G)
                Q[state, action] = np.mean(returns[state, action])
    return Q, np.array(totals, dtype=float)
