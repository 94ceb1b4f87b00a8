# needs: scipy
"""SciPy's logsumexp and softmax, visits as matrix products, and the gradient from visit counts."""

import numpy as np
from scipy.special import logsumexp, softmax


def soft_value_iteration(P, R, horizon):
    values, steps = np.zeros(R.shape[0]), []
    for _ in range(horizon):
        q = R + np.einsum("sap,p->sa", P, values)
        steps.insert(0, softmax(q, axis=1))
        values = logsumexp(q, axis=1)
    return np.stack(steps), values


def expected_visits(P, policy, start):
    visits, d = [], np.asarray(start, dtype=float)
    for pi in policy:
        visits.append(pi * d[:, None])
        d = d @ (pi[:, :, None] * P).sum(axis=1)
    return np.array(visits)


def irl_gradient(P, features, weights, states, actions):
    counts = np.zeros(features.shape[:2])
    np.add.at(counts, (states, actions), 1.0 / len(states))
    start = np.eye(len(P))[states[:, 0]].mean(axis=0)
    policy = soft_value_iteration(P, np.tensordot(features, weights, 1), states.shape[1])[0]
    gap = counts - expected_visits(P, policy, start).sum(axis=0)
    return np.tensordot(gap, features, 2)


def max_entropy_irl(P, features, states, actions, lr, n_steps):
    w = np.zeros(features.shape[2])
    for _ in range(n_steps):
        w += lr * irl_gradient(P, features, w, states, actions)
    return w
