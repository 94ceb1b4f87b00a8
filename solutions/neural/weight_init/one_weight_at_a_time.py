"""Each weight drawn by itself: the normal ones by Box and Muller's formula, the uniform ones with a random sign."""

import math

import numpy as np


def fans(shape):
    if len(shape) < 2:
        raise ValueError("at least two sizes")
    first, second, field = shape[0], shape[1], 1
    for size in shape[2:]:
        field *= size
    return (first, second) if len(shape) == 2 else (second * field, first * field)


def he_gain(mode, slope):
    if mode != "fan_in" and mode != "fan_out":
        raise ValueError(mode)
    return math.sqrt(2 / (1 + slope**2))


def fill(shape, draw):
    return np.array([draw() for _ in range(math.prod(shape))]).reshape(shape)


def bell(rng, std):
    return lambda: std * math.sqrt(-2 * math.log(1 - rng.random())) * math.cos(2 * math.pi * rng.random())


def box(rng, std):
    return lambda: std * math.sqrt(3) * rng.random() * (1 if rng.random() < 0.5 else -1)


def xavier_normal(shape, rng, gain=1.0):
    return fill(shape, bell(rng, gain * (sum(fans(shape)) / 2) ** -0.5))


def xavier_uniform(shape, rng, gain=1.0):
    return fill(shape, box(rng, gain * (sum(fans(shape)) / 2) ** -0.5))


def he_normal(shape, rng, mode="fan_in", slope=0.0):
    return fill(shape, bell(rng, he_gain(mode, slope) * fans(shape)[mode == "fan_out"] ** -0.5))


def he_uniform(shape, rng, mode="fan_in", slope=0.0):
    return fill(shape, box(rng, he_gain(mode, slope) * fans(shape)[mode == "fan_out"] ** -0.5))
