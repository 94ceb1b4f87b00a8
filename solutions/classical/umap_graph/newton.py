"""All rows at once: sigma by Newton's method on 1 / sigma, held in a bracket; the union by its complement."""

import numpy as np


def smooth_distances(distances):
    k = distances.shape[1]
    rho = distances.min(axis=1)
    gaps = distances - rho[:, None]
    unit = np.maximum(gaps.mean(axis=1), 1e-30)
    gaps = gaps / unit[:, None]
    low, high = np.zeros(len(gaps)), np.full(len(gaps), 1e9)  # of 1 / sigma, in units of the mean gap
    inverse = np.ones(len(gaps))
    for _ in range(100):
        a = np.exp(-gaps * inverse[:, None])
        excess = a.sum(axis=1) - np.log2(k)
        low, high = np.where(excess > 0, inverse, low), np.where(excess > 0, high, inverse)
        slope = -(gaps * a).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            guess = inverse - excess / slope
        inside = np.isfinite(guess) & (guess > low) & (guess < high)
        inverse = np.where(inside, guess, (low + high) / 2)
    return rho, np.maximum(unit / inverse, distances.mean(axis=1) / 1000)


def membership_strengths(X, k):
    n = len(X)
    d = np.array([np.linalg.norm(X - x, axis=1) for x in X]) + np.diag(np.full(n, np.inf))
    order = np.argsort(d, axis=1)[:, :k]
    rho, sigma = smooth_distances(np.sort(d, axis=1)[:, :k])
    full = np.exp((rho[:, None] - d) / sigma[:, None])
    mask = np.zeros((n, n), dtype=bool)
    mask[np.arange(n)[:, None], order] = True
    return np.where(mask, full, 0.0)


def fuzzy_union(A, mix):
    neither = (1 - A) * (1 - A.T)
    return mix * (1 - neither) + (1 - mix) * np.multiply(A, A.T)


def umap_graph(X, k, mix):
    return fuzzy_union(membership_strengths(X, k), mix)
