"""The variance is 1 / fan_in, which is LeCun's: Xavier's is 2 / (fan_in + fan_out), a compromise between both
directions.

caught by: test_xavier_normal
"""

import math

import numpy as np


def fans(shape):
    if len(shape) == 2:
        return tuple(shape)
    c_out, c_in, *kernel = shape  # ValueError for fewer than two sizes
    field = math.prod(kernel)
    return c_in * field, c_out * field


def xavier_std(shape, gain):
    return gain * np.sqrt(1 / fans(shape)[0])


def he_std(shape, mode, slope):
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode must be fan_in or fan_out, not {mode!r}")
    fan_in, fan_out = fans(shape)
    fan = fan_in if mode == "fan_in" else fan_out
    return np.sqrt(2 / ((1 + slope**2) * fan))


def normal(shape, std, rng):
    return rng.normal(0, std, size=shape)


def uniform(shape, std, rng):
    # The uniform distribution on [-a, a] has the variance a^2 / 3.
    a = np.sqrt(3) * std
    return rng.uniform(-a, a, size=shape)


def xavier_normal(shape, rng, gain=1.0):
    return normal(shape, xavier_std(shape, gain), rng)


def xavier_uniform(shape, rng, gain=1.0):
    return uniform(shape, xavier_std(shape, gain), rng)


def he_normal(shape, rng, mode="fan_in", slope=0.0):
    return normal(shape, he_std(shape, mode, slope), rng)


def he_uniform(shape, rng, mode="fan_in", slope=0.0):
    return uniform(shape, he_std(shape, mode, slope), rng)
