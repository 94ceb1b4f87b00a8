"""Episodes that were cut off are learned from like the others: their rewards go on
unseen, so their returns aren't known.

caught by: test_episodes_that_were_cut_off_teach_nothing
"""

import numpy as np


def discounted(rewards, gamma):
    returns = np.zeros(len(rewards))
    G = 0.0
    for t in range(len(rewards) - 1, -1, -1):
        G = rewards[t] + gamma * G
        returns[t] = G
    return returns


def mc_prediction(episodes, n_states, gamma, first_visit=True):
    sums, counts = np.zeros(n_states), np.zeros(n_states, dtype=int)
    for episode in episodes:
        G = discounted([step[1] for step in episode], gamma)
        states = [step[0] for step in episode]
        for t, s in enumerate(states):
            if first_visit and s in states[:t]:
                continue
            sums[s] += G[t]
            counts[s] += 1
    return sums / np.maximum(counts, 1), counts


def mc_control(env, n_episodes, gamma, epsilon, rng, initial=None):
    shape = (env.observation_space.n, env.action_space.n)
    Q = np.zeros(shape) if initial is None else np.array(initial, dtype=float)
    sums, counts = np.zeros(shape), np.zeros(shape, dtype=int)
    totals = np.zeros(n_episodes)
    for i in range(n_episodes):
        pairs, rewards = [], []
        s, _ = env.reset()
        done = False
        while not done:
            a = epsilon_greedy_action(Q[s], epsilon, rng)
            pairs.append((s, a))
            s, r, terminated, truncated, _ = env.step(a)
            rewards.append(r)
            done = terminated or truncated
        totals[i] = sum(rewards)
        G = discounted(rewards, gamma)
        for t, pair in enumerate(pairs):
            if pair in pairs[:t]:
                continue
            sums[pair] += G[t]
            counts[pair] += 1
            Q[pair] = sums[pair] / counts[pair]
    return Q, totals
