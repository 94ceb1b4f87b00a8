"""Each episode's visits are averaged first: all returns weigh alike, so an
episode with three visits counts three times.

caught by: test_every_visit
"""

import numpy as np


def learn(table, counts, keys, rewards, gamma, first_visit):
    found, g = {}, 0.0
    for key, reward in zip(reversed(keys), reversed(rewards)):
        g = reward + gamma * g
        found.setdefault(key, []).append(g)
    for key, returns in found.items():
        mean = returns[-1] if first_visit else sum(returns) / len(returns)
        counts[key] += 1
        table[key] += (mean - table[key]) / counts[key]


def mc_prediction(episodes, n_states, gamma, first_visit=True):
    values, counts = np.zeros(n_states), np.zeros(n_states, dtype=np.int64)
    for episode in episodes:
        if episode and episode[-1][3]:
            states, rewards, _, _ = zip(*episode, strict=True)
            learn(values, counts, states, rewards, gamma, first_visit)
    return values, counts


def mc_control(env, n_episodes, gamma, epsilon, rng, initial=None):
    if initial is None:
        initial = np.zeros((env.observation_space.n, env.action_space.n))
    q = np.array(initial, dtype=np.float64)
    counts = np.zeros(q.shape, dtype=np.int64)
    returns = []
    for _ in range(n_episodes):
        pairs, rewards = [], []
        state, _ = env.reset()
        terminated = truncated = False
        while not (terminated or truncated):
            action = epsilon_greedy_action(q[state], epsilon, rng)
            pairs.append((state, action))
            state, reward, terminated, truncated, _ = env.step(action)
            rewards.append(reward)
        if terminated:
            learn(q, counts, pairs, rewards, gamma, first_visit=True)
        returns.append(sum(rewards))
    return q, np.array(returns, dtype=np.float64)
