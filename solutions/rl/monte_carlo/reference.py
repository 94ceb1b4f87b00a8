"""Monte Carlo prediction and control with incremental means.

Why it works: the first return of a state in an episode is one draw of the very quantity whose expectation is its value,
and episodes are independent, so their mean converges by the law of large numbers. Control averages returns of policies
that change; they change ever more slowly, since each episode moves a mean by a part 1 / n only.
"""

import numpy as np


def learn(table, counts, keys, rewards, gamma, first_visit):
    """Move the entries of the table towards the returns of one complete episode."""
    returns, following = [], 0.0
    for reward in reversed(rewards):
        following = reward + gamma * following
        returns.append(following)
    seen = set()
    for key, g in zip(keys, reversed(returns), strict=True):
        if first_visit and key in seen:
            continue
        seen.add(key)
        counts[key] += 1
        table[key] += (g - table[key]) / counts[key]


def mc_prediction(episodes, n_states, gamma, first_visit=True):
    values, counts = np.zeros(n_states), np.zeros(n_states, dtype=np.int64)
    for episode in episodes:
        # The return of an episode that was cut off isn't known.
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
        # The table has stood still for the whole episode; now it learns.
        if terminated:
            learn(q, counts, pairs, rewards, gamma, first_visit=True)
        returns.append(sum(rewards))
    return q, np.array(returns, dtype=np.float64)
