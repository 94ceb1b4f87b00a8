"""Activations with their derivatives, none of which can overflow.

Why it works: exp is only ever taken of something that isn't positive, so it stays between 0 and 1. The derivatives of
sigmoid and tanh are polynomials in their own values. SiLU and both GELUs are x times a gate that rises from 0 to 1, so
that their derivatives are gate + x * gate'; where |x| is large gate' is 0, long before x could matter.
"""

import math

import numpy as np


def relu(x):
    return np.maximum(x, 0), (x > 0).astype(x.dtype)


def leaky_relu(x, slope=0.01):
    derivative = np.where(x > 0, 1, slope).astype(x.dtype)
    return x * derivative, derivative


def sigmoid(x):
    y = np.exp(-np.logaddexp(0, -x))  # logaddexp(0, -x) is log(1 + exp(-x)), without overflow
    return y, y * (1 - y)


def tanh(x):
    y = np.tanh(x)
    return y, 1 - y * y


def gelu(x, approximate=False):
    if approximate:
        # (1 + tanh(u)) / 2 is sigmoid(2u), and 2 sqrt(2 / pi) is sqrt(8 / pi). A Python float leaves float32 alone; the
        # float64 scalar from np.sqrt would not.
        c = math.sqrt(8 / math.pi)
        gate, rise = sigmoid(c * (x + 0.044715 * x**3))
        dgate = rise * c * (1 + 0.134145 * x * x)
    else:
        gate = ((1 + erf(x / math.sqrt(2))) / 2).astype(x.dtype)
        dgate = np.exp(-x * x / 2) / math.sqrt(math.tau)
    return x * gate, gate + x * dgate


def silu(x):
    gate, dgate = sigmoid(x)
    return x * gate, gate + x * dgate
