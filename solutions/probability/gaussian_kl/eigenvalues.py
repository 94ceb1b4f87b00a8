"""By generalised eigenvalues r of S against T: each direction adds (r - 1 - log r) / 2."""

import numpy as np


def gaussian_entropy(cov):
    return float(0.5 * np.log(2 * np.pi * np.e * np.linalg.eigvalsh(cov)).sum())


def full_kl(m, s, n, t):
    values, vectors = np.linalg.eigh(t)
    whitener = vectors / np.sqrt(values)
    ratios = np.linalg.eigvalsh(whitener.T @ s @ whitener)
    return float(((ratios - 1 - np.log(ratios)).sum() + ((whitener.T @ (n - m)) ** 2).sum()) / 2)


def diagonal_kl(m, s, n, t):
    ratio = s / t
    return np.sum(ratio - 1 - np.log(ratio) + (m - n) ** 2 / t, axis=-1) / 2
