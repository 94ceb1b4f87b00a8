"""Python floats with a branch for each sign, as one would explain it at a whiteboard."""

import math

import numpy as np


def elementwise(pair, x):
    pairs = [pair(v) for v in x.ravel().tolist()]
    results = np.array(pairs, dtype=x.dtype).reshape(-1, 2)
    return results[:, 0].reshape(x.shape), results[:, 1].reshape(x.shape)


def logistic(v):
    if v < 0:
        return 1 - logistic(-v)
    return 1 / (1 + math.exp(-v))


def relu(x):
    return elementwise(lambda v: (v, 1) if v > 0 else (0, 0), x)


def leaky_relu(x, slope=0.01):
    return elementwise(lambda v: (v, 1) if v > 0 else (slope * v, slope), x)


def sigmoid(x):
    return elementwise(lambda v: (logistic(v), logistic(v) * logistic(-v)), x)


def tanh(x):
    # tanh is a sigmoid, stretched.
    return elementwise(lambda v: (2 * logistic(2 * v) - 1, 4 * logistic(2 * v) * logistic(-2 * v)), x)


def gelu(x, approximate=False):
    def exact(v):
        phi = math.erfc(-v / math.sqrt(2)) / 2
        return v * phi, phi + v * math.exp(-v * v / 2) / math.sqrt(2 * math.pi)

    def by_tanh(v):
        # (1 + tanh(u)) / 2 is sigmoid(2u).
        c = 2 * math.sqrt(2 / math.pi)
        gate, rest = logistic(c * (v + 0.044715 * v**3)), logistic(-c * (v + 0.044715 * v**3))
        return v * gate, gate + v * gate * rest * c * (1 + 0.134145 * v**2)

    return elementwise(by_tanh if approximate else exact, x)


def silu(x):
    return elementwise(lambda v: (v * logistic(v), logistic(v) * (1 + v * logistic(-v))), x)
