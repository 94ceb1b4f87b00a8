"""exp is taken of the values as they are: it overflows, and inf / inf is nan. Subtract each row's
largest value first; the policy stays the same.

caught by: test_large_values_and_small_temperatures
"""

import numpy as np


def boltzmann_policy(values, temperature):
    if temperature < 0:
        raise ValueError("temperature must not be negative")
    values = np.asarray(values, dtype=float)
    if temperature == 0:
        best = values == values.max(axis=-1, keepdims=True)
        return best / best.sum(axis=-1, keepdims=True)
    exp_values = np.exp(values / temperature)
    return exp_values / np.sum(exp_values, axis=-1, keepdims=True)


def log_policy_gradient(values, action, temperature):
    if temperature <= 0 or np.isinf(temperature):
        raise ValueError("temperature must be positive and finite")
    probs = boltzmann_policy(values, temperature)
    one_hot = np.zeros(len(probs))
    one_hot[action] = 1.0
    return (one_hot - probs) / temperature


def sample_actions(values, temperature, rng):
    probs = boltzmann_policy(values, temperature)
    u = rng.random(probs.shape[:-1] + (1,))
    actions = (np.cumsum(probs, axis=-1)[..., :-1] < u).sum(axis=-1)
    return actions.astype(np.int64)
