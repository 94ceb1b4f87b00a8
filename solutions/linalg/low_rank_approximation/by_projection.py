"""Projects A on its first k right singular vectors, eigenvectors of A^T A; errors from the difference itself."""

import numpy as np


def spectrum(a):
    values, vectors = np.linalg.eigh(a.T @ a)
    return vectors[:, ::-1], np.maximum(values[::-1], 0)[: min(a.shape)]


def check(a, k, least):
    if k < least or k > min(a.shape):
        raise ValueError("k is out of range")


def truncate(a, k):
    check(a, k, 0)
    basis = spectrum(a)[0][:, :k]
    return a @ basis @ basis.T


def factors(a, k):
    check(a, k, 1)
    basis = spectrum(a)[0][:, :k]
    scaled = a @ basis
    lengths = np.sqrt(np.linalg.norm(scaled, axis=0))
    return scaled / np.where(lengths > 0, lengths, 1), (basis * lengths).T  # a singular value may be 0


def truncation_errors(a, k):
    difference = a - truncate(a, k)
    if not np.abs(difference).max() > 1e-12 * np.abs(a).max():
        return 0.0, 0.0
    return float(np.linalg.norm(difference)), float(np.linalg.norm(difference, 2))


def rank_for_energy(a, share):
    if share <= 0 or share >= 1:
        raise ValueError("share must be between 0 and 1")
    energies = spectrum(a)[1].tolist()
    total, held = sum(energies), 0.0
    for k, energy in enumerate(energies, start=1):
        held += energy
        if held >= share * total:
            return k
    return len(energies)
