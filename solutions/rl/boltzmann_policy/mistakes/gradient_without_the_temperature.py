"""The gradient lacks the factor 1 / temperature that the chain rule brings in.

caught by: test_the_gradient_of_the_log_probability
"""

import numpy as np


def boltzmann_policy(values, temperature):
    if temperature < 0:
        raise ValueError("temperature must be >= 0")
    values = np.asarray(values, dtype=np.float64)
    shifted = values - np.max(values, axis=-1, keepdims=True)
    if temperature == 0:
        weights = np.where(shifted == 0, 1.0, 0.0)
    else:
        with np.errstate(over="ignore"):
            weights = np.exp(shifted / temperature)
    return weights / weights.sum(axis=-1, keepdims=True)


def log_policy_gradient(values, action, temperature):
    if temperature <= 0 or temperature == np.inf:
        raise ValueError("temperature must be > 0 and finite")
    grad = -boltzmann_policy(values, temperature)
    grad[action] += 1
    return grad


def sample_actions(values, temperature, rng):
    probs = boltzmann_policy(values, temperature)
    flat = probs.reshape(-1, probs.shape[-1])
    actions = [rng.choice(len(p), p=p) for p in flat]
    return np.array(actions, dtype=np.int64).reshape(probs.shape[:-1])
