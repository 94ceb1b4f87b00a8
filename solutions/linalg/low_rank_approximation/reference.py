"""Low-rank approximation by the truncated singular value decomposition.

Why it works: the terms s_i u_i v_i^T are at right angles to each other, so that the squared error is the sum of the
squares of what was left out, and to leave out the smallest is best.
"""

import numpy as np


def decompose(a, k, least):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    if not least <= k <= len(s):
        raise ValueError(f"k must be from {least} to {len(s)}, got {k}")
    return u[:, :k], s, vt[:k]


def truncate(a, k):
    u, s, vt = decompose(a, k, 0)
    return (u * s[:k]) @ vt


def factors(a, k):
    u, s, vt = decompose(a, k, 1)
    roots = np.sqrt(s[:k])
    return u * roots, roots[:, None] * vt


def truncation_errors(a, k):
    _, s, _ = decompose(a, k, 0)
    rest = s[k:]
    return float(np.sqrt((rest**2).sum())), float(rest.max(initial=0.0))


def rank_for_energy(a, share):
    if not 0 < share < 1:
        raise ValueError(f"the share must be above 0 and below 1, got {share}")
    energy = np.linalg.svd(a, compute_uv=False) ** 2
    return int((energy.cumsum() < share * energy.sum()).sum()) + 1
