"""The determinant is multiplied up first and its logarithm taken then: with many rows it is 0 or inf as a float. Sum the
logarithms of the diagonal.

caught by: test_log_determinants_beyond_the_range_of_a_float
"""

import numpy as np


def cholesky(a):
    n = a.shape[0]
    L = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            s = np.dot(L[i, :j], L[j, :j])
            if i == j:
                d = a[i, i] - s
                if d <= 1e-12 * abs(a[i, i]):
                    raise ValueError("not positive definite")
                L[i, i] = np.sqrt(d)
            else:
                L[i, j] = (a[i, j] - s) / L[j, j]
    return L


def solve(a, b):
    L = cholesky(a)
    n = len(b)
    z = np.zeros(n)
    for i in range(n):
        z[i] = (b[i] - L[i, :i] @ z[:i]) / L[i, i]
    x = np.zeros(n)
    for i in range(n - 1, -1, -1):
        x[i] = (z[i] - L[i + 1 :, i] @ x[i + 1 :]) / L[i, i]
    return x


def log_determinant(a):
    L = cholesky(a)
    return float(np.log(np.prod(np.diag(L)) ** 2))


def update(factor, v):
    L, x = factor.copy(), v.copy()
    n = len(x)
    for k in range(n):
        r = np.sqrt(L[k, k] ** 2 + x[k] ** 2)
        c, s = r / L[k, k], x[k] / L[k, k]
        L[k, k] = r
        for i in range(k + 1, n):
            L[i, k] = (L[i, k] + s * x[i]) / c
            x[i] = c * x[i] - s * L[i, k]
    return L
