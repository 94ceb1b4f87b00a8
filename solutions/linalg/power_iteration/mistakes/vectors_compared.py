"""The rounds end when v stops changing: with a negative eigenvalue v turns round each time and never stands still. Look at
A v - value * v.

caught by: test_a_negative_eigenvalue
"""

import numpy as np


def power_iteration(a, v0, tol, max_iter):
    v = v0 / np.linalg.norm(v0)
    for _ in range(max_iter):
        w = a @ v
        v_next = w / np.linalg.norm(w)
        if np.linalg.norm(v_next - v) <= tol:
            return float(v_next @ a @ v_next), v_next
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
