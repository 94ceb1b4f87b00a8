"""Power iteration with the Rayleigh quotient, and deflation.

Why it works: in the basis of eigenvectors a multiplication scales each part by its eigenvalue, so that the largest
wins. The Rayleigh quotient keeps the sign, which the norm of A v loses.
"""

import numpy as np


def power_iteration(a, v0, tol, max_iter):
    v = v0 / np.linalg.norm(v0)
    for _ in range(max_iter):
        w = a @ v
        value = v @ w
        if np.linalg.norm(w - value * v) <= tol * abs(value):
            return float(value), v
        v = w / np.linalg.norm(w)
    raise ArithmeticError(f"not done after {max_iter} multiplications")


def deflate(a, value, vector):
    return a - value * np.outer(vector, vector)


def top_eigenpairs(a, k, tol, max_iter, rng):
    values, vectors = [], []
    for _ in range(k):
        value, vector = power_iteration(a, rng.normal(size=len(a)), tol, max_iter)
        a = deflate(a, value, vector)
        values.append(value)
        vectors.append(vector)
    return np.array(values), np.stack(vectors, axis=1)
