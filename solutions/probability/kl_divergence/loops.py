"""Each pair of laws by itself, with Python's numbers."""

import math

import numpy as np


def pairs(function, p, q):
    rows = zip(p.reshape(-1, p.shape[-1]).tolist(), q.reshape(-1, q.shape[-1]).tolist(), strict=True)
    return np.array([function(a, b) for a, b in rows], dtype=np.float64).reshape(p.shape[:-1])


def surprise(a, b):
    return math.inf if any(x > 0 and y == 0 for x, y in zip(a, b, strict=True)) else None


def cross_entropy(p, q):
    def one(a, b):
        return surprise(a, b) or math.fsum(-x * math.log(y) for x, y in zip(a, b, strict=True) if x > 0)

    return pairs(one, p, q)


def kl_divergence(p, q):
    def one(a, b):
        found = surprise(a, b) or math.fsum(x * math.log(x / y) for x, y in zip(a, b, strict=True) if x > 0)
        return max(found, 0.0)

    return pairs(one, p, q)
