"""The constraint sum alpha y = 0 is lost, as by moving each alpha on its own or by cutting the two of a pair off to [0, C] one by
one: what one alpha y gains the other has to lose, so that a pair moves only as far as both may.

caught by: test_the_constraints
"""

import numpy as np


def fit(K, y, C, tol):
    alpha = np.zeros(len(y))
    for _ in range(60):
        e = y - K @ (alpha * y)
        up = np.where(y > 0, alpha < C, alpha > 0)
        low = np.where(y > 0, alpha > 0, alpha < C)
        if not up.any() or not low.any():
            break
        i = np.argmax(np.where(up, e, -np.inf))
        j = np.argmin(np.where(low, e, np.inf))
        if e[i] - e[j] <= tol:
            break
        t = (e[i] - e[j]) / max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        alpha[i] = np.clip(alpha[i] + y[i] * t, 0, C)
        alpha[j] = np.clip(alpha[j] - y[j] * t, 0, C)
    return alpha, float((e[i] + e[j]) / 2)


def decision_function(K_new, y, alpha, b):
    return K_new @ (alpha * y) + b


def support_vectors(alpha, C):
    return np.flatnonzero(alpha > 1e-6 * C)
