# needs: scipy
"""The dual by a general solver, sequential quadratic programming."""

import numpy as np
from scipy.optimize import minimize


def fit(K, y, C, tol):
    n = len(y)
    Q = np.outer(y, y) * K
    found = minimize(
        lambda a: 0.5 * a @ Q @ a - a.sum(),
        np.full(n, 1e-3 * C) * np.where(y > 0, np.mean(y < 0), np.mean(y > 0)),
        jac=lambda a: Q @ a - 1,
        bounds=[(0, C)] * n,
        constraints=[{"type": "eq", "fun": lambda a: a @ y, "jac": lambda a: y.astype(float)}],
        method="SLSQP",
        options={"ftol": 1e-16, "maxiter": 500},
    )
    alpha = np.clip(found.x, 0, C)
    alpha[alpha < 1e-7 * C] = 0.0
    alpha[alpha > (1 - 1e-7) * C] = C
    free = (alpha > 0) & (alpha < C)
    if free.any():
        larger = int(np.flatnonzero(free)[0])
        alpha[larger] -= y[larger] * (alpha @ y)
    e = y - K @ (alpha * y)
    up, low = np.where(y > 0, alpha < C, alpha > 0), np.where(y > 0, alpha > 0, alpha < C)
    return alpha, float((e[up].max() + e[low].min()) / 2)


def decision_function(K_new, y, alpha, b):
    return np.einsum("mn,n,n->m", K_new, y, alpha) + b


def support_vectors(alpha, C):
    return np.nonzero(alpha / C > 1e-6)[0]
