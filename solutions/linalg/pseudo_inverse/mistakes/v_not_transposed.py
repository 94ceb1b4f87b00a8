"""NumPy's svd returns V transposed: its rows are the right singular vectors. A+ = V S+ U^T needs V itself, vt.T.

caught by: test_tall_matrices_of_full_rank
"""

import numpy as np


def rank(a, rtol):
    s = np.linalg.svd(a, compute_uv=False)
    return int(np.sum(s > rtol * s.max()))


def pseudo_inverse(a, rtol):
    u, s, v = np.linalg.svd(a, full_matrices=False)
    s_inv = np.zeros_like(s)
    keep = s > rtol * s.max()
    s_inv[keep] = 1 / s[keep]
    return v @ np.diag(s_inv) @ u.T


def minimum_norm_solution(a, b, rtol):
    return pseudo_inverse(a, rtol) @ b
