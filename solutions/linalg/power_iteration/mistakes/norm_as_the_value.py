"""The sign of the eigenvalue is lost, as in the norm of A v: the largest in size may be negative. The Rayleigh quotient
v . A v has its sign.

caught by: test_a_negative_eigenvalue
"""

import numpy as np


def power_iteration(a, v0, tol, max_iter):
    v = v0 / np.linalg.norm(v0)
    for _ in range(max_iter):
        w = a @ v
        value = np.linalg.norm(w)
        v_next = w / value
        if min(np.linalg.norm(v_next - v), np.linalg.norm(v_next + v)) <= tol:
            return float(value), v
        v = v_next
    raise ArithmeticError("did not converge")


def deflate(a, value, vector):
    return a - value * np.outer(vector, vector)


def top_eigenpairs(a, k, tol, max_iter, rng):
    a = a.copy()
    values, vectors = [], []
    for _ in range(k):
        value, vector = power_iteration(a, rng.normal(size=a.shape[0]), tol, max_iter)
        values.append(value)
        vectors.append(vector)
        a = deflate(a, value, vector)
    return np.array(values), np.column_stack(vectors)
