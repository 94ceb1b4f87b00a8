"""The slope enters as 1 + slope: a leaky ReLU multiplies the negative half by the slope, and the mean square of that
half by its square.

caught by: test_he_normal
"""

import numpy as np


def fans(shape):
    if len(shape) < 2:
        raise ValueError("a weight has at least two sizes")
    if len(shape) == 2:
        return shape[0], shape[1]
    field = int(np.prod(shape[2:]))
    return shape[1] * field, shape[0] * field


def xavier_normal(shape, rng, gain=1.0):
    fan_in, fan_out = fans(shape)
    return rng.standard_normal(shape) * gain * np.sqrt(2.0 / (fan_in + fan_out))


def xavier_uniform(shape, rng, gain=1.0):
    limit = gain * np.sqrt(6.0 / sum(fans(shape)))
    return rng.uniform(-limit, limit, shape)


def _he_variance(shape, mode, slope):
    if mode not in ("fan_in", "fan_out"):
        raise ValueError("mode must be fan_in or fan_out")
    fan_in, fan_out = fans(shape)
    return 2.0 / ((1 + slope) * (fan_in if mode == "fan_in" else fan_out))


def he_normal(shape, rng, mode="fan_in", slope=0.0):
    return rng.standard_normal(shape) * np.sqrt(_he_variance(shape, mode, slope))


def he_uniform(shape, rng, mode="fan_in", slope=0.0):
    limit = np.sqrt(3 * _he_variance(shape, mode, slope))
    return rng.uniform(-limit, limit, shape)
