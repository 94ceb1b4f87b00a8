"""Rows aren't swapped: a 0 on the diagonal stops the elimination although the matrix is regular, and a small number there
makes multiples so large that everything else is rounded away. Take the largest entry of the column as the pivot.

caught by: test_the_largest_entry_is_the_pivot
"""

import numpy as np


def lu(a):
    n = a.shape[0]
    u = a.astype(float).copy()
    l = np.eye(n)
    for k in range(n):
        if abs(u[k, k]) <= 1e-12 * np.abs(a).max():
            raise ValueError("singular matrix")
        for i in range(k + 1, n):
            l[i, k] = u[i, k] / u[k, k]
            u[i, k:] -= l[i, k] * u[k, k:]
            u[i, k] = 0.0
    return np.arange(n), l, u


def solve(a, b):
    perm, l, u = lu(a)
    n = a.shape[0]
    z = np.array(b, dtype=float)[perm]
    for i in range(n):
        z[i] = z[i] - l[i, :i] @ z[:i]
    for i in range(n - 1, -1, -1):
        z[i] = (z[i] - u[i, i + 1 :] @ z[i + 1 :]) / u[i, i]
    return z


def determinant(a):
    try:
        _, _, u = lu(a)
    except ValueError:
        return 0.0
    return float(np.prod(np.diag(u)))


def inverse(a):
    return solve(a, np.eye(a.shape[0]))
