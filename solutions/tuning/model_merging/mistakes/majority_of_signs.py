"""The sign is elected by counting heads: each task votes with the size of its change, so that the sign is that of the sum.

caught by: test_ties_merges_what_agrees
"""

import numpy as np


def weighted_average(models, weights):
    w = weights / np.sum(weights)
    return np.sum(models * w[:, None], axis=0)


def task_arithmetic(base, models, scale):
    task_vectors = models - base[None, :]
    return base + scale * np.sum(task_vectors, axis=0)


def ties_merge(base, models, density, scale):
    tv = models - base[None, :]
    k = int(np.ceil(density * tv.shape[1]))
    trimmed = np.zeros_like(tv)
    for i in range(tv.shape[0]):
        idx = np.argsort(np.abs(tv[i]))[-k:]
        trimmed[i, idx] = tv[i, idx]
    signs = np.sign(np.sum(np.sign(trimmed), axis=0))
    mask = (np.sign(trimmed) == signs) & (trimmed != 0)
    count = np.maximum(mask.sum(axis=0), 1)
    return base + scale * (trimmed * mask).sum(axis=0) / count


def slerp(a, b, t):
    dot = np.dot(a / np.linalg.norm(a), b / np.linalg.norm(b))
    if np.abs(dot) > 0.9995:
        return (1 - t) * a + t * b
    omega = np.arccos(dot)
    so = np.sin(omega)
    return np.sin((1 - t) * omega) / so * a + np.sin(t * omega) / so * b
