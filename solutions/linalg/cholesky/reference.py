"""Cholesky column by column.

Why it works: column j of A is the product of L with row j of L. All of that row but its diagonal entry is known when
the columns before are, and the diagonal entry is what is left under the root. Each rotation of the update turns one
entry of v into the diagonal and keeps L L^T + v v^T as it is.
"""

import numpy as np


def cholesky(a):
    n = len(a)
    factor = np.zeros((n, n))
    for j in range(n):
        rest = a[j:, j] - factor[j:, :j] @ factor[j, :j]
        if rest[0] <= 1e-12 * abs(a[j, j]):
            raise ValueError(f"the matrix is not positive definite: column {j}")
        factor[j:, j] = rest / np.sqrt(rest[0])
    return factor


def solve(a, b):
    factor = cholesky(a)
    x = b.astype(np.float64)
    for j in range(len(x)):
        x[j] = (x[j] - factor[j, :j] @ x[:j]) / factor[j, j]
    for j in reversed(range(len(x))):
        x[j] = (x[j] - factor[j + 1 :, j] @ x[j + 1 :]) / factor[j, j]
    return x


def log_determinant(a):
    return 2.0 * float(np.log(np.diag(cholesky(a))).sum())


def update(factor, v):
    factor, v = factor.copy(), v.copy()
    for k in range(len(v)):
        r = np.hypot(factor[k, k], v[k])
        c, s = r / factor[k, k], v[k] / factor[k, k]
        factor[k, k] = r
        factor[k + 1 :, k] = (factor[k + 1 :, k] + s * v[k + 1 :]) / c
        v[k + 1 :] = c * v[k + 1 :] - s * factor[k + 1 :, k]
    return factor
