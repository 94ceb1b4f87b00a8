"""A dense weight is read as (fan_out, fan_in), as torch stores it: here the input features come first.

caught by: test_fans_of_a_dense_weight
"""

import numpy as np


def fans(shape):
    if len(shape) < 2:
        raise ValueError("a weight has at least two sizes")
    field = 1
    for size in shape[2:]:
        field *= size
    return shape[1] * field, shape[0] * field


def xavier_normal(shape, rng, gain=1.0):
    fan_in, fan_out = fans(shape)
    return rng.normal(0.0, gain * np.sqrt(2.0 / (fan_in + fan_out)), size=shape)


def xavier_uniform(shape, rng, gain=1.0):
    fan_in, fan_out = fans(shape)
    a = gain * np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-a, a, size=shape)


def he_normal(shape, rng, mode="fan_in", slope=0.0):
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("unknown mode")
    fan = fans(shape)[0 if mode == "fan_in" else 1]
    return rng.normal(0.0, np.sqrt(2.0 / ((1 + slope**2) * fan)), size=shape)


def he_uniform(shape, rng, mode="fan_in", slope=0.0):
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("unknown mode")
    fan = fans(shape)[0 if mode == "fan_in" else 1]
    a = np.sqrt(6.0 / ((1 + slope**2) * fan))
    return rng.uniform(-a, a, size=shape)
