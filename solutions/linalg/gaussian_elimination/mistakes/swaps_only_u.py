"""When two rows are swapped, the multiples that L holds for them stay where they were: they belong to the rows, and are
swapped with them.

caught by: test_the_factors_multiply_to_the_permuted_matrix
"""

import numpy as np


def lu(a):
    n = a.shape[0]
    u = a.astype(float).copy()
    l = np.eye(n)
    perm = np.arange(n)
    for k in range(n):
        p = k + int(np.argmax(np.abs(u[k:, k])))
        if abs(u[p, k]) <= 1e-12 * np.abs(a).max():
            raise ValueError("singular matrix")
        if p != k:
            u[[k, p]] = u[[p, k]]
            perm[[k, p]] = perm[[p, k]]
        for i in range(k + 1, n):
            l[i, k] = u[i, k] / u[k, k]
            u[i, k:] -= l[i, k] * u[k, k:]
            u[i, k] = 0.0
    return perm, l, u


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
        perm, _, u = lu(a)
    except ValueError:
        return 0.0
    sign = 1.0
    perm = perm.copy()
    for i in range(len(perm)):
        while perm[i] != i:
            j = perm[i]
            perm[i], perm[j] = perm[j], perm[i]
            sign = -sign
    return float(sign * np.prod(np.diag(u)))


def inverse(a):
    return solve(a, np.eye(a.shape[0]))
