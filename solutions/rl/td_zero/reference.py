"""TD(0) from recorded experience.

Why it works: V is right exactly when the expected TD error of every state is 0, which is Bellman's equation. The error
of a single transition is a sample of that expectation, so small steps along it average out to the solution. The same
error serves both ways of learning; they differ in when the table may move.
"""

import numpy as np


def td_error(v, transition, gamma):
    state, reward, next_state, terminated = transition
    # Nothing follows a terminal transition, so its target is the reward. A truncated episode only stopped being
    # watched: its last transition isn't terminated and bootstraps like every other.
    target = reward if terminated else reward + gamma * v[next_state]
    return target - v[state]


def td_errors(values, episode, gamma):
    v = np.asarray(values, dtype=np.float64)
    return np.array([td_error(v, transition, gamma) for transition in episode], dtype=np.float64)


def td_zero(values, episodes, alpha, gamma):
    # A copy: the caller keeps the start. Floats: an integer table would swallow every step shorter than 1.
    v = np.array(values, dtype=np.float64)
    for episode in episodes:
        for transition in episode:
            # The table moves before the next error is taken.
            v[transition[0]] += alpha * td_error(v, transition, gamma)
    return v


def batch_td_zero(values, episodes, alpha, gamma, n_sweeps):
    v = np.array(values, dtype=np.float64)
    experience = [transition for episode in episodes for transition in episode]
    states = np.array([transition[0] for transition in experience], dtype=np.int64)
    for _ in range(n_sweeps):
        total = np.zeros_like(v)
        # add.at adds once for every visit; `total[states] += errors` would keep the last visit of a state only.
        np.add.at(total, states, td_errors(v, experience, gamma))
        v += alpha * total
    return v
