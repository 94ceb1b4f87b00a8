"""What the graders of tabular methods share: random MDPs, scripted episodes, and Q-learning on paper."""

import numpy as np


def mdp(rng, n_states, n_actions):
    """A random MDP whose last state is terminal."""
    P = rng.random((n_states, n_actions, n_states)) ** 4
    P[-1] = np.eye(n_states)[-1]
    P /= P.sum(axis=2, keepdims=True)
    R = rng.normal(size=(n_states, n_actions))
    R[-1] = 0.0
    return P, R


def episode(rng, n_states, n_steps, terminated):
    """A scripted episode among the states 0 to n_states - 2, without a step that stays where it is.

    A terminated one ends in the last state; any other is cut off.
    """
    turns = rng.integers(1, n_states - 1, size=n_steps + 1)
    path = (turns.cumsum() % (n_states - 1)).tolist()
    rewards = rng.normal(size=n_steps).tolist()
    steps = [(path[t + 1], rewards[t], False, False) for t in range(n_steps)]
    steps[-1] = (n_states - 1 if terminated else path[-1], rewards[-1], terminated, not terminated)
    return path[0], steps


def q_learning_on_paper(q, script, alpha, gamma):
    """The table after a script with epsilon = 0, from a table without ties: no choice is left to chance."""
    q = {(s, a): value for s, row in enumerate(q.tolist()) for a, value in enumerate(row)}
    actions = range(1 + max(a for _, a in q))
    for state, steps in script:
        for next_state, reward, terminated, _ in steps:
            _, action = max((q[state, a], a) for a in actions)
            future = 0.0 if terminated else max(q[next_state, a] for a in actions)
            q[state, action] += alpha * (reward + gamma * future - q[state, action])
            state = next_state
    return np.array(list(q.values())).reshape(-1, len(actions))
