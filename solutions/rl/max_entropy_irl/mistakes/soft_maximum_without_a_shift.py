"""exp overflows for large values: subtract the largest action value of the state first and add it
back after the logarithm.

caught by: test_large_rewards
"""

import numpy as np


def soft_value_iteration(P, R, horizon):
    S, A = R.shape
    V = np.zeros(S)
    policy = np.zeros((horizon, S, A))
    for t in range(horizon - 1, -1, -1):
        Q = R + np.einsum("sap,p->sa", P, V)
        V = np.log(np.sum(np.exp(Q), axis=1))
        policy[t] = np.exp(Q - V[:, None])
    return policy, V


def expected_visits(P, policy, start):
    T, S, A = policy.shape
    visits = np.zeros((T, S, A))
    mu = np.asarray(start, dtype=float)
    for t in range(T):
        visits[t] = mu[:, None] * policy[t]
        mu = np.einsum("sa,sap->p", visits[t], P)
    return visits


def irl_gradient(P, features, weights, states, actions):
    N, T = states.shape
    expert = features[states, actions].sum(axis=(0, 1)) / N
    policy, _ = soft_value_iteration(P, features @ weights, T)
    start = np.bincount(states[:, 0], minlength=P.shape[0]) / N
    visits = expected_visits(P, policy, start)
    return expert - np.einsum("tsa,sak->k", visits, features)


def max_entropy_irl(P, features, states, actions, lr, n_steps):
    w = np.zeros(features.shape[2])
    for _ in range(n_steps):
        w += lr * irl_gradient(P, features, w, states, actions)
    return w
