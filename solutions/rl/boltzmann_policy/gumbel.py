"""Samples by the Gumbel trick: the largest of values / temperature plus Gumbel noise has the Boltzmann law."""

import numpy as np


def log_policy(values, temperature):
    gap = (values - np.max(values, axis=-1, keepdims=True)) / temperature
    return gap - np.log(np.exp(gap).sum(axis=-1, keepdims=True))


def boltzmann_policy(values, temperature):
    if temperature < 0:
        raise ValueError("negative temperature")
    values = values.astype(float)
    if temperature == 0:
        best = values == values.max(axis=-1, keepdims=True)
        return best / best.sum(axis=-1, keepdims=True)
    with np.errstate(over="ignore"):
        return np.exp(log_policy(values, temperature))


def log_policy_gradient(values, action, temperature):
    if temperature <= 0 or np.isinf(temperature):
        raise ValueError("no gradient at this temperature")
    return (np.eye(len(values))[action] - boltzmann_policy(values, temperature)) / temperature


def sample_actions(values, temperature, rng):
    with np.errstate(divide="ignore"):
        logs = np.log(boltzmann_policy(values, temperature))
    return np.argmax(logs + rng.gumbel(size=logs.shape), axis=-1)
