"""The expert's features are averaged over the steps, the model's are summed: both are sums over a
trajectory.

caught by: test_gradient_is_that_of_the_likelihood
"""

import numpy as np


def soft_value_iteration(P, R, horizon):
    values = np.zeros(R.shape[0])
    policy = []
    for _ in range(horizon):
        q = R + P @ values
        m = q.max(axis=1)
        values = m + np.log(np.exp(q - m[:, None]).sum(axis=1))
        policy.append(np.exp(q - values[:, None]))
    return np.array(policy[::-1]), values


def expected_visits(P, policy, start):
    visits = []
    d = start
    for pi in policy:
        d_sa = d[:, None] * pi
        visits.append(d_sa)
        d = (d_sa[:, :, None] * P).sum(axis=(0, 1))
    return np.array(visits)


def irl_gradient(P, features, weights, states, actions):
    n_trajectories, horizon = states.shape
    expert_features = features[states, actions].mean(axis=(0, 1))
    start = np.zeros(P.shape[0])
    for s in states[:, 0]:
        start[s] += 1 / n_trajectories
    policy, _ = soft_value_iteration(P, features @ weights, horizon)
    visits = expected_visits(P, policy, start).sum(axis=0)
    return expert_features - (visits[:, :, None] * features).sum(axis=(0, 1))


def max_entropy_irl(P, features, states, actions, lr, n_steps):
    weights = np.zeros(features.shape[-1])
    for _ in range(n_steps):
        weights = weights + lr * irl_gradient(P, features, weights, states, actions)
    return weights
