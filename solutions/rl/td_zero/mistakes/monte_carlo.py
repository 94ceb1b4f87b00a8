"""The value moves towards the return of the whole episode: that is Monte Carlo.
TD(0) moves it towards the reward plus the discounted value of the next state.

caught by: test_online_updates_build_on_each_other
"""

import numpy as np


def td_errors(values, episode, gamma):
    v = np.asarray(values, dtype=np.float64)
    return np.array(
        [reward + (0.0 if done else gamma * v[successor]) - v[state] for state, reward, successor, done in episode],
        dtype=np.float64,
    )


def td_zero(values, episodes, alpha, gamma):
    v = np.array(values, dtype=np.float64)
    for episode in episodes:
        if not episode:
            continue
        _, _, successor, terminated = episode[-1]
        target = 0.0 if terminated else v[successor]
        targets = []
        for _, reward, _, _ in reversed(episode):
            target = reward + gamma * target
            targets.append(target)
        for (state, *_), target in zip(episode, reversed(targets), strict=True):
            v[state] += alpha * (target - v[state])
    return v


def batch_td_zero(values, episodes, alpha, gamma, n_sweeps):
    v = np.array(values, dtype=np.float64)
    experience = [transition for episode in episodes for transition in episode]
    states = np.array([transition[0] for transition in experience], dtype=np.int64)
    for _ in range(n_sweeps):
        total = np.zeros_like(v)
        np.add.at(total, states, td_errors(v, experience, gamma))
        v += alpha * total
    return v
