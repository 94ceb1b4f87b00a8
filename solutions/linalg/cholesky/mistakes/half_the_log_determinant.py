"""This is the log-determinant of L, which is half of A's: det A = det L * det L^T.

caught by: test_the_log_determinant
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
    return float(np.sum(np.log(np.diag(cholesky(a)))))


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
