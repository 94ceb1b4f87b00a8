"""The mean divergence from the mixture.

Why it works: m is at least half of p wherever p is, so that log2(p / m) is at most 1: nothing can be inf.
"""

import numpy as np


def from_mixture(p, m):
    ratio = np.divide(p, m, out=np.ones(p.shape), where=p > 0)
    return (p * np.log2(ratio)).sum(axis=-1)


def js_divergence(p, q):
    m = (p + q) / 2
    return np.clip((from_mixture(p, m) + from_mixture(q, m)) / 2, 0.0, 1.0)


def js_distance(p, q):
    return np.sqrt(js_divergence(p, q))
