"""The entropy of the mixture less the mean of the two entropies, each pair by itself."""

import math

import numpy as np


def entropy(values):
    return math.fsum(-v * math.log2(v) for v in values if v > 0)


def js_divergence(p, q):
    out = np.zeros(p.shape[:-1])
    for index in np.ndindex(out.shape):
        a, b = p[index].tolist(), q[index].tolist()
        mixed = entropy([(x + y) / 2 for x, y in zip(a, b, strict=True)])
        out[index] = min(max(mixed - (entropy(a) + entropy(b)) / 2, 0.0), 1.0)
    return out


def js_distance(p, q):
    return js_divergence(p, q) ** 0.5
