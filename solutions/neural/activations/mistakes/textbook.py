"""tanh is written down as it is defined: exp(1000) is inf, and inf / inf is nan. Use np.tanh, or take exp of negative
numbers only.

caught by: test_large_inputs
"""

import math

import numpy as np


def relu(x):
    return np.maximum(0, x), (x > 0).astype(x.dtype)


def leaky_relu(x, slope=0.01):
    return np.where(x > 0, x, slope * x), np.where(x > 0, 1, slope).astype(x.dtype)


def sigmoid(x):
    s = 1 / (1 + np.exp(-x))
    return s, s * (1 - s)


def tanh(x):
    t = (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))
    return t, 1 - t**2


def gelu(x, approximate=False):
    if approximate:
        c = math.sqrt(2 / math.pi)
        t = np.tanh(c * (x + 0.044715 * x**3))
        return 0.5 * x * (1 + t), 0.5 * (1 + t) + 0.5 * x * (1 - t**2) * c * (1 + 3 * 0.044715 * x**2)
    phi = (0.5 * (1 + erf(x / math.sqrt(2)))).astype(x.dtype)
    return x * phi, phi + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def silu(x):
    s, ds = sigmoid(x)
    return x * s, s + x * ds
