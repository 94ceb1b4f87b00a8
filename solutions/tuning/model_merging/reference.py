"""Model merging on vectors of parameters.

Why it works: the tasks of TIES that were overruled, or that hardly changed a parameter, would only dilute the mean; so
that they neither vote nor count.
"""

import math

import numpy as np


def weighted_average(models, weights):
    return weights @ models / weights.sum()


def task_arithmetic(base, models, scale):
    return base + scale * (models - base).sum(axis=0)


def ties_merge(base, models, density, scale):
    tau = models - base
    k = math.ceil(density * len(base))
    largest = np.argsort(-np.abs(tau), axis=1)[:, :k]
    trimmed = np.zeros_like(tau)
    np.put_along_axis(trimmed, largest, np.take_along_axis(tau, largest, axis=1), axis=1)
    elected = np.sign(trimmed.sum(axis=0))
    agree = trimmed * elected > 0
    merged = (trimmed * agree).sum(axis=0) / np.maximum(agree.sum(axis=0), 1)
    return base + scale * merged


def slerp(a, b, t):
    cosine = a @ b / (np.linalg.norm(a) * np.linalg.norm(b))
    if abs(cosine) > 0.9995:
        return (1 - t) * a + t * b
    omega = np.arccos(cosine)
    return (np.sin((1 - t) * omega) * a + np.sin(t * omega) * b) / np.sin(omega)
