"""TIES from the sums and numbers of the positive and the negative entries; slerp by a right angle in the plane."""

import numpy as np


def weighted_average(models, weights):
    return np.average(models, axis=0, weights=weights)


def task_arithmetic(base, models, scale):
    merged = base.copy()
    for model in models:
        merged += scale * (model - base)
    return merged


def trim(tau, density):
    k = int(-(-density * tau.size // 1))
    return np.where(np.abs(tau) >= np.partition(np.abs(tau), tau.size - k)[tau.size - k], tau, 0.0)


def ties_merge(base, models, density, scale):
    trimmed = np.array([trim(model - base, density) for model in models])
    up, down = np.maximum(trimmed, 0), np.maximum(-trimmed, 0)
    more = up.sum(axis=0) >= down.sum(axis=0)
    total = np.where(more, up.sum(axis=0), -down.sum(axis=0))
    count = np.where(more, (up > 0).sum(axis=0), (down > 0).sum(axis=0))
    return base + scale * np.divide(
        total, count, out=np.zeros_like(total), where=(count > 0) & (trimmed.sum(axis=0) != 0)
    )


def slerp(a, b, t):
    length_a, length_b = np.sqrt((a * a).sum()), np.sqrt((b * b).sum())
    u, v = a / length_a, b / length_b
    across = v - (u @ v) * u
    sine, cosine = np.sqrt((across * across).sum()), u @ v
    if not -0.9995 <= cosine <= 0.9995:
        return a + t * (b - a)
    omega = np.arctan2(sine, cosine)
    share = np.sin(t * omega) / sine
    return (np.cos(t * omega) - cosine * share) * a + share * b
