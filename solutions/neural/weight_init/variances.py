"""Variances instead of standard deviations, and standard draws that are scaled."""

import numpy as np


def fans(shape):
    if len(shape) == 2:
        fan_in, fan_out = shape
        return fan_in, fan_out
    if len(shape) < 2:
        raise ValueError("a bias has no fans")
    entries = int(np.prod(shape))
    return entries // shape[0], entries // shape[1]


def xavier_variance(shape, gain):
    fan_in, fan_out = fans(shape)
    return gain**2 / np.mean([fan_in, fan_out])


def he_variance(shape, mode, slope):
    try:
        fan = dict(zip(("fan_in", "fan_out"), fans(shape), strict=True))[mode]
    except KeyError:
        raise ValueError("unknown mode") from None
    return 2.0 / (fan * (1.0 + slope * slope))


def xavier_normal(shape, rng, gain=1.0):
    return rng.standard_normal(shape) * xavier_variance(shape, gain) ** 0.5


def xavier_uniform(shape, rng, gain=1.0):
    return (2 * rng.random(shape) - 1) * (3 * xavier_variance(shape, gain)) ** 0.5


def he_normal(shape, rng, mode="fan_in", slope=0.0):
    return rng.standard_normal(shape) * he_variance(shape, mode, slope) ** 0.5


def he_uniform(shape, rng, mode="fan_in", slope=0.0):
    return (2 * rng.random(shape) - 1) * (3 * he_variance(shape, mode, slope)) ** 0.5
