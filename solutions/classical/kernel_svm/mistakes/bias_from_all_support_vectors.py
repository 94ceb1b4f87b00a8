"""The alphas are right and b isn't, as when rows at alpha = C have a part in it: those are within their margins and say nothing
about it. Only rows with 0 < alpha < C lie on the margin.

caught by: test_the_conditions
"""

import numpy as np


def fit(K, y, C, tol):
    n = len(y)
    alpha = np.zeros(n)
    for _ in range(3000):
        e = y - K @ (alpha * y)
        up = ((y == 1) & (alpha < C - 1e-12)) | ((y == -1) & (alpha > 1e-12))
        low = ((y == 1) & (alpha > 1e-12)) | ((y == -1) & (alpha < C - 1e-12))
        i = np.flatnonzero(up)[np.argmax(e[up])]
        j = np.flatnonzero(low)[np.argmin(e[low])]
        if e[i] - e[j] <= tol:
            break
        eta = max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        t = (e[i] - e[j]) / eta
        t = min(t, C - alpha[i] if y[i] == 1 else alpha[i])
        t = min(t, alpha[j] if y[j] == 1 else C - alpha[j])
        alpha[i] += y[i] * t
        alpha[j] -= y[j] * t
    alpha = np.clip(alpha, 0, C)
    sv = alpha > 1e-6 * C
    b = np.mean(y[sv] - K[sv] @ (alpha * y))
    return alpha, float(b)


def decision_function(K_new, y, alpha, b):
    return K_new @ (alpha * y) + b


def support_vectors(alpha, C):
    return np.where(alpha > 1e-6 * C)[0]
