"""Sweeps over all pairs, each solved exactly, in the numbers beta = alpha y."""

import numpy as np


def fit(K, y, C, tol):
    n = len(y)
    beta = np.zeros(n)
    low, high = np.minimum(0, C * y), np.maximum(0, C * y)
    f = np.zeros(n)
    while True:
        e = y - f
        top = max(e[k] for k in range(n) if beta[k] < high[k])
        bottom = min(e[k] for k in range(n) if beta[k] > low[k])
        if top - bottom <= 0.5 * tol:
            return np.abs(beta), 0.5 * float(top + bottom)
        for i in range(n):
            for j in range(i):
                gap = (y[i] - f[i]) - (y[j] - f[j])
                curvature = K[i, i] + K[j, j] - 2 * K[i, j]
                if abs(gap) < 1e-3 * tol:
                    continue
                t = gap / curvature if curvature > 1e-12 else np.sign(gap) * 2 * C
                t = min(t, high[i] - beta[i], beta[j] - low[j])
                t = max(t, low[i] - beta[i], beta[j] - high[j])
                beta[i] = snap(beta[i] + t, low[i], high[i], C)
                beta[j] = snap(beta[j] - t, low[j], high[j], C)
                f += t * (K[i] - K[j])


def snap(value, low, high, C):
    for bound in (low, high):
        if abs(value - bound) < 1e-12 * C:
            return bound
    return value


def decision_function(K_new, y, alpha, b):
    return np.array([sum(a * s * k for a, s, k in zip(alpha, y, row, strict=True)) + b for row in K_new])


def support_vectors(alpha, C):
    return np.array([i for i, a in enumerate(alpha) if a > 1e-6 * C], dtype=int)
