"""Eigenvectors of the smaller of A^T A and A A^T, refined by a decomposition of their images."""

import numpy as np


def parts(a, rtol):
    wide = a.shape[0] < a.shape[1]
    m = a.T if wide else a
    _, vectors = np.linalg.eigh(m.T @ m)
    # The lengths of the images are the singular values, to more digits than the roots of the eigenvalues.
    images = m @ vectors
    q, r = np.linalg.qr(images)
    left, sizes, right = np.linalg.svd(r)
    keep = sizes > rtol * sizes.max()
    left, right = (q @ left)[:, keep], (vectors @ right.T)[:, keep]
    return (right, sizes[keep], left) if wide else (left, sizes[keep], right)


def rank(a, rtol):
    return int(parts(a, rtol)[1].size)


def pseudo_inverse(a, rtol):
    left, sizes, right = parts(a, rtol)
    return np.einsum("mi,i,ni->mn", right, 1 / sizes, left)


def minimum_norm_solution(a, b, rtol):
    left, sizes, right = parts(a, rtol)
    coordinates = left.T @ b
    return right @ (coordinates.T / sizes).T
