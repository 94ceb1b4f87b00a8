"""One state at a time; the gradient by the chain rule through the Jacobian of the softmax."""

import math

import numpy as np


def row_policy(row, temperature):
    top = max(row)
    if temperature == 0:
        weights = [float(v == top) for v in row]
    else:
        weights = [math.exp(max((v - top) / temperature, -800.0)) for v in row]
    return [w / math.fsum(weights) for w in weights]


def boltzmann_policy(values, temperature):
    if temperature < 0:
        raise ValueError("a temperature isn't negative")
    out = np.zeros(values.shape)
    for index in np.ndindex(values.shape[:-1]):
        out[index] = row_policy([float(v) for v in values[index]], temperature)
    return out


def log_policy_gradient(values, action, temperature):
    if temperature == math.inf or temperature <= 0:
        raise ValueError("temperature out of range")
    n = len(values)
    p = row_policy([float(v) for v in values], temperature)
    # d p_a / d v_b = p_a (delta_ab - p_b) / T, and d log p_a = d p_a / p_a
    return np.array([((b == action) - p[b]) / temperature for b in range(n)])


def sample_actions(values, temperature, rng):
    policy = boltzmann_policy(values, temperature)
    out = np.zeros(values.shape[:-1], dtype=np.int64)
    for index in np.ndindex(out.shape):
        out[index] = rng.choice(values.shape[-1], p=policy[index])
    return out
