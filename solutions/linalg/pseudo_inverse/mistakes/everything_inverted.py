"""Every singular value is inverted: one that should be 0 is left as rounding, and its inverse is 1e16. Those that don't count
stay at 0.

caught by: test_rank_deficient_matrices
"""

import numpy as np


def rank(a, rtol):
    s = np.linalg.svd(a, compute_uv=False)
    return int(np.sum(s > rtol * s.max()))


def pseudo_inverse(a, rtol):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    s_inv = np.where(s > 0, 1 / np.where(s > 0, s, 1), 0)
    return vt.T @ np.diag(s_inv) @ u.T


def minimum_norm_solution(a, b, rtol):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    s_inv = np.where(s > 0, 1 / np.where(s > 0, s, 1), 0)
    return vt.T @ np.diag(s_inv) @ u.T @ b
