"""Policy iteration with exact evaluation.

Why it works: if Q(s, new action) >= V(s) in every state, then following the new policy for one more step never loses,
and by induction following it for ever doesn't either. If no action beats V anywhere, V satisfies Bellman's optimality
equation, whose only solution is the optimal value. Each round that changes something makes the values larger, so no
policy comes back.
"""

import numpy as np


def evaluate(P, R, policy, gamma):
    # A deterministic policy picks one row of P and one reward for each state.
    states = np.arange(len(policy))
    return np.linalg.solve(np.eye(len(policy)) - gamma * P[states, policy], R[states, policy])


def improve_policy(P, R, values, policy, gamma):
    q = R + gamma * P @ values
    current = q[np.arange(len(policy)), policy]
    # What is only equally good changes nothing: else rounding could make two actions change places for ever.
    better = q.max(axis=1) > current + 1e-9
    return np.where(better, q.argmax(axis=1), policy).astype(np.int64)


def policy_iteration(P, R, gamma, initial=None):
    policy = np.zeros(len(R), dtype=np.int64) if initial is None else initial.astype(np.int64)
    values = evaluate(P, R, policy, gamma)
    improved = improve_policy(P, R, values, policy, gamma)
    if np.array_equal(improved, policy):
        return policy, values, 1
    # This was one round; the rest is policy iteration from a better start.
    best, values, n_rounds = policy_iteration(P, R, gamma, improved)
    return best, values, n_rounds + 1
