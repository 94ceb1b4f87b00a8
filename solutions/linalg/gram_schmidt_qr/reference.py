"""Modified Gram-Schmidt, each column twice.

Why it works: after the first pass v is small where a_j hardly leaves the span, and carries errors of the size of a_j's
rounding along the earlier q. The second pass removes them from a vector that is already nearly orthogonal, so that its
own errors are small beside v.
"""

import numpy as np


def qr(a):
    k = a.shape[1]
    q, r = np.zeros(a.shape), np.zeros((k, k))
    for j in range(k):
        v = a[:, j].astype(np.float64)
        for _ in range(2):
            for i in range(j):
                part = q[:, i] @ v
                r[i, j] += part
                v -= part * q[:, i]
        r[j, j] = np.linalg.norm(v)
        if r[j, j] <= 1e-13 * np.linalg.norm(a[:, j]):
            raise ValueError(f"column {j} depends on those before it")
        q[:, j] = v / r[j, j]
    return q, r


def least_squares(a, b):
    q, r = qr(a)
    x = q.T @ b
    for j in reversed(range(len(x))):
        x[j] = (x[j] - r[j, j + 1 :] @ x[j + 1 :]) / r[j, j]
    return x
