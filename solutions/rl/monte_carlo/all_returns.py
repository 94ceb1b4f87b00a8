"""Every return is kept in a list of its state or pair; the estimates are the means of the lists."""

from collections import defaultdict

import numpy as np


def backwards(steps, gamma):
    """(key, return) of each step, the last step first."""
    g = 0.0
    for key, reward in steps[::-1]:
        g = gamma * g + reward
        yield key, g


def mc_prediction(episodes, n_states, gamma, first_visit=True):
    found = defaultdict(list)
    for episode in episodes:
        if not episode or not episode[-1][-1]:
            continue
        results = list(backwards([(state, reward) for state, reward, _, _ in episode], gamma))
        # Going backwards, the first visit is the last one to be written.
        results = dict(results).items() if first_visit else results
        for state, g in results:
            found[state].append(g)
    values = [sum(found[s]) / len(found[s]) if found[s] else 0.0 for s in range(n_states)]
    return np.array(values, dtype=float), np.array([len(found[s]) for s in range(n_states)], dtype=np.int64)


def mc_control(env, n_episodes, gamma, epsilon, rng, initial=None):
    shape = int(env.observation_space.n), int(env.action_space.n)
    q = np.zeros(shape) if initial is None else initial.astype(float)
    found = defaultdict(list)
    totals = np.zeros(n_episodes)
    for episode in range(n_episodes):
        steps = []
        observation, _ = env.reset()
        while True:
            action = epsilon_greedy_action(q[observation], epsilon, rng)
            following, reward, terminated, truncated, _ = env.step(action)
            steps.append(((observation, action), reward))
            totals[episode] += reward
            observation = following
            if terminated or truncated:
                break
        if not terminated:
            continue
        for pair, g in dict(backwards(steps, gamma)).items():
            found[pair].append(g)
            q[pair] = np.mean(found[pair])
    return q, totals
