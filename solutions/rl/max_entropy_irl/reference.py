"""Maximum-entropy IRL: a backward pass for the policy, a forward pass for its visits.

Why it works: the log-likelihood of a trajectory is its reward minus V_0 of its start. The derivative of a soft maximum
is the softmax, so differentiating V_0 gives the expected features under the policy. The gradient compares two feature
sums, and the likelihood, concave in w, is highest where they agree.
"""

import numpy as np


def soft_value_iteration(P, R, horizon):
    policy = np.empty((horizon, *R.shape))
    values = np.zeros(len(R))
    for t in reversed(range(horizon)):
        q = R + P @ values
        top = q.max(axis=1, keepdims=True)
        values = (top + np.log(np.exp(q - top).sum(axis=1, keepdims=True)))[:, 0]
        policy[t] = np.exp(q - values[:, None])
    return policy, values


def expected_visits(P, policy, start):
    visits = np.empty(policy.shape)
    state_probs = start
    for t, step_policy in enumerate(policy):
        visits[t] = state_probs[:, None] * step_policy
        state_probs = np.einsum("sa,sap->p", visits[t], P)
    return visits


def irl_gradient(P, features, weights, states, actions):
    n, horizon = states.shape
    policy, _ = soft_value_iteration(P, features @ weights, horizon)
    start = np.bincount(states[:, 0], minlength=len(P)) / n
    visits = expected_visits(P, policy, start)
    experts = features[states, actions].sum(axis=1).mean(axis=0)
    return experts - np.einsum("tsa,sak->k", visits, features)


def max_entropy_irl(P, features, states, actions, lr, n_steps):
    weights = np.zeros(features.shape[-1])
    for _ in range(n_steps):
        weights = weights + lr * irl_gradient(P, features, weights, states, actions)
    return weights
