"""NumPy's svd returns square U and V unless full_matrices=False: for a matrix that isn't square they don't fit the diagonal
matrix of the inverses.

caught by: test_tall_matrices_of_full_rank
"""

import numpy as np


def rank(a, rtol):
    s = np.linalg.svd(a, compute_uv=False)
    return int(np.sum(s > rtol * s.max()))


def pseudo_inverse(a, rtol):
    u, s, vt = np.linalg.svd(a)
    s_inv = np.zeros_like(s)
    s_inv[s > rtol * s.max()] = 1 / s[s > rtol * s.max()]
    return vt.T @ np.diag(s_inv) @ u.T


def minimum_norm_solution(a, b, rtol):
    return pseudo_inverse(a, rtol) @ b
