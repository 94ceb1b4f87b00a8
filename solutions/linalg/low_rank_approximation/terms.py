"""Adds the rank-one terms one by one."""

import math

import numpy as np


def terms(a):
    u, s, vt = np.linalg.svd(a)
    return [(s[i], u[:, i], vt[i]) for i in range(len(s))]


def first(a, k, least):
    found = terms(a)
    if k not in range(least, len(found) + 1):
        raise ValueError("k is out of range")
    return found[:k], found[k:]


def truncate(a, k):
    kept, _ = first(a, k, 0)
    return sum((s * np.outer(u, v) for s, u, v in kept), np.zeros(a.shape))


def factors(a, k):
    kept, _ = first(a, k, 1)
    return (
        np.column_stack([math.sqrt(s) * u for s, u, _ in kept]),
        np.stack([math.sqrt(s) * v for s, _, v in kept]),
    )


def truncation_errors(a, k):
    _, left = first(a, k, 0)
    sizes = [float(s) for s, _, _ in left]
    return math.hypot(*sizes), max(sizes, default=0.0)


def rank_for_energy(a, share):
    if not (share > 0 and share < 1):
        raise ValueError("share must be between 0 and 1")
    energy = np.array([s * s for s, _, _ in terms(a)])
    return int(np.argmax(np.cumsum(energy) >= share * energy.sum())) + 1
