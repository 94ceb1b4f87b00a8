"""The pseudo-inverse by the singular value decomposition.

Why it works: A takes v_i to s_i u_i, and A+ takes u_i back to v_i / s_i. What A takes to 0 can't be brought back, and
nothing is the shortest choice for it.
"""

import numpy as np


def decompose(a, rtol):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    k = int((s > rtol * s[0]).sum())
    return u[:, :k], s[:k], vt[:k]


def rank(a, rtol):
    return len(decompose(a, rtol)[1])


def pseudo_inverse(a, rtol):
    u, s, vt = decompose(a, rtol)
    return (vt.T / s) @ u.T


def minimum_norm_solution(a, b, rtol):
    return pseudo_inverse(a, rtol) @ b
