"""State by state, with dot products; the evaluation builds its linear system row by row."""

import numpy as np


def improve_policy(P, R, values, policy, gamma):
    new = [int(a) for a in policy]
    for s in range(R.shape[0]):
        q = [R[s, a] + gamma * float(np.dot(P[s, a], values)) for a in range(R.shape[1])]
        if max(q) - q[new[s]] > 1e-9:
            new[s] = q.index(max(q))
    return np.array(new, dtype=np.int64)


def policy_iteration(P, R, gamma, initial=None):
    n_states = len(P)
    policy = np.zeros(n_states, dtype=np.int64) if initial is None else np.array(initial, dtype=np.int64)
    n_rounds, changed = 0, True
    while changed:
        system, rewards = np.zeros((n_states, n_states)), np.zeros(n_states)
        for s in range(n_states):
            rewards[s] = R[s, policy[s]]
            for after in range(n_states):
                system[s, after] = (s == after) - gamma * P[s, policy[s], after]
        values = np.linalg.solve(system, rewards)
        new = improve_policy(P, R, values, policy, gamma)
        changed = any(a != b for a, b in zip(new, policy, strict=True))
        policy = new
        n_rounds += 1
    return policy, values, n_rounds
