"""The share is one of the sum of the singular values: the energy is the sum of their squares.

caught by: test_the_rank_that_holds_a_share_of_the_energy
"""

import numpy as np


def truncate(a, k):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    if k < 0 or k > len(s):
        raise ValueError("invalid k")
    return u[:, :k] @ np.diag(s[:k]) @ vt[:k, :]


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
    energy = np.cumsum(s) / np.sum(s)
    return int(np.searchsorted(energy, share) + 1)
