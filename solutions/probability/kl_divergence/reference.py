"""Sums over the outcomes that p has.

Why it works: p log(p / q) goes to 0 with p, so that outcomes without p can be left out before any logarithm is taken.
For those with p and without q the logarithm is -inf, which the sum keeps.
"""

import numpy as np


def log(x, where):
    with np.errstate(divide="ignore"):
        return np.log(x, out=np.zeros(x.shape), where=where)


def cross_entropy(p, q):
    return np.maximum(-(p * log(q, p > 0)).sum(axis=-1), 0.0)


def kl_divergence(p, q):
    return np.maximum((p * (log(p, p > 0) - log(q, p > 0))).sum(axis=-1), 0.0)
