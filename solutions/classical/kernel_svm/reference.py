"""SMO with the pair that violates the conditions most, in the numbers beta = alpha y.

Why it works: a pair moves along the constraint, so that every step stays feasible and climbs. When no row that may
grow has an e above that of one that may shrink, no direction climbs any more, and the problem is concave.
"""

import numpy as np


def fit(K, y, C, tol):
    lower, upper = np.minimum(C * y, 0.0), np.maximum(C * y, 0.0)
    beta = np.zeros(len(y))
    e = y.astype(float)  # y less the decision function without b
    for _ in range(5000):
        i = int(np.argmax(np.where(beta < upper, e, -np.inf)))
        j = int(np.argmin(np.where(beta > lower, e, np.inf)))
        if e[i] - e[j] <= tol:
            break
        curvature = max(K[i, i] + K[j, j] - 2 * K[i, j], 1e-12)
        t = min((e[i] - e[j]) / curvature, upper[i] - beta[i], beta[j] - lower[j])
        beta[i] += t
        beta[j] -= t
        e = e - t * (K[i] - K[j])
    return np.abs(beta), float((e[i] + e[j]) / 2)


def decision_function(K_new, y, alpha, b):
    return K_new @ (alpha * y) + b


def support_vectors(alpha, C):
    return np.flatnonzero(alpha > 1e-6 * C)
