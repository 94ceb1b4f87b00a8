"""The gradient of V_0 carried backwards next to V itself: no forward pass over visits is needed for it."""

import numpy as np


def soft_value_iteration(P, R, horizon):
    values, policy = np.zeros(len(R)), np.zeros((horizon, *R.shape))
    for t in range(horizon - 1, -1, -1):
        following = values.copy()
        for s, pays in enumerate(R):
            q = [pay + float(np.dot(p, following)) for pay, p in zip(pays, P[s], strict=True)]
            values[s] = np.logaddexp.reduce(q)
            policy[t, s] = np.exp(np.array(q) - values[s])
    return policy, values


def expected_visits(P, policy, start):
    visits = [start[:, None] * policy[0]]
    for pi in policy[1:]:
        arrived = np.tensordot(visits[-1], P, 2)
        visits.append(arrived[:, None] * pi)
    return np.stack(visits)


def irl_gradient(P, features, weights, states, actions):
    policy, _ = soft_value_iteration(P, features @ weights, states.shape[1])
    slope = np.zeros((len(P), features.shape[2]))  # dV_t / dw
    for pi in policy[::-1]:
        slope = np.einsum("sa,sak->sk", pi, features + P @ slope)
    gradients = [features[s, a].sum(axis=0) - slope[s[0]] for s, a in zip(states, actions, strict=True)]
    return np.mean(gradients, axis=0)


def max_entropy_irl(P, features, states, actions, lr, n_steps):
    weights = np.zeros(features.shape[-1])
    for _ in range(n_steps):
        weights += lr * irl_gradient(P, features, weights, states, actions)
    return weights
