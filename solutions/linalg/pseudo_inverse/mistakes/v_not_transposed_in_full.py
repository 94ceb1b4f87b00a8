"""NumPy's svd returns V transposed: its rows are the right singular vectors. A+ = V S+ U^T needs V itself, vt.T.

caught by: test_tall_matrices_of_full_rank
"""

import numpy as np


def rank(a, rtol):
    s = np.linalg.svd(a, compute_uv=False)
    return int(np.sum(s > rtol * s[0]))


def pseudo_inverse(a, rtol):
    U, s, V = np.linalg.svd(a)
    S_plus = np.zeros((a.shape[1], a.shape[0]))
    for i in range(len(s)):
        if s[i] > rtol * s[0]:
            S_plus[i, i] = 1.0 / s[i]
    return V @ S_plus @ U.T


def minimum_norm_solution(a, b, rtol):
    return pseudo_inverse(a, rtol) @ b
