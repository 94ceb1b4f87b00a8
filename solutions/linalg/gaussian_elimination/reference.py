"""LU with partial pivoting, and everything else from it.

Why it works: subtracting a multiple of a row is a multiplication by a triangular matrix from the left, and the inverse
of all of them together is L. With the largest pivot no multiple is above 1, so that rounding errors hardly grow.
"""

import numpy as np


def lu(a):
    n = len(a)
    upper, lower, perm = a.astype(np.float64), np.eye(n), np.arange(n)
    smallest = 1e-12 * np.abs(a).max()
    for k in range(n):
        pivot = k + np.argmax(np.abs(upper[k:, k]))
        if np.abs(upper[pivot, k]) <= smallest:
            raise ValueError(f"the matrix is singular: no pivot in column {k}")
        swap, back = [k, pivot], [pivot, k]
        upper[swap], perm[swap], lower[swap, :k] = upper[back], perm[back], lower[back, :k]
        lower[k + 1 :, k] = upper[k + 1 :, k] / upper[k, k]
        upper[k + 1 :] -= np.outer(lower[k + 1 :, k], upper[k])
        upper[k + 1 :, k] = 0.0
    return perm, lower, upper


def solve(a, b):
    perm, lower, upper = lu(a)
    x = b[perm].astype(np.float64)
    for k in range(len(a)):
        x[k] -= lower[k, :k] @ x[:k]
    for k in reversed(range(len(a))):
        x[k] = (x[k] - upper[k, k + 1 :] @ x[k + 1 :]) / upper[k, k]
    return x


def determinant(a):
    try:
        perm, _, upper = lu(a)
    except ValueError:
        return 0.0
    inversions = sum((perm[:i] > perm[i]).sum() for i in range(len(perm)))
    return float((-1) ** inversions * np.prod(np.diag(upper)))


def inverse(a):
    return solve(a, np.eye(len(a)))
