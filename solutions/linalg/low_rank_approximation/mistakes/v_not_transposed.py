"""NumPy's svd returns V transposed: its rows are the right singular vectors. Here it is cut and multiplied as if they were
its columns.

caught by: test_the_closest_matrix_of_rank_k
"""

import numpy as np


def truncate(a, k):
    u, s, v = np.linalg.svd(a, full_matrices=False)
    if k < 0 or k > len(s):
        raise ValueError("invalid k")
    if v.shape[0] != v.shape[1]:
        return u[:, :k] @ np.diag(s[:k]) @ v[:k]
    return u[:, :k] @ np.diag(s[:k]) @ v[:, :k].T


def factors(a, k):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    if k < 1 or k > len(s):
        raise ValueError("invalid k")
    root = np.sqrt(s[:k])
    return u[:, :k] * root, root[:, None] * vt[:k]


def truncation_errors(a, k):
    s = np.linalg.svd(a, compute_uv=False)
    if k < 0 or k > len(s):
        raise ValueError("invalid k")
    tail = s[k:]
    return float(np.sqrt(np.sum(tail**2))), float(tail[0]) if len(tail) else 0.0


def rank_for_energy(a, share):
    if share <= 0 or share >= 1:
        raise ValueError("invalid share")
    s = np.linalg.svd(a, compute_uv=False)
    energy = np.cumsum(s**2) / np.sum(s**2)
    return int(np.searchsorted(energy, share) + 1)
