"""All components together, made orthogonal symmetrically after each step, which finds the same sources."""

import numpy as np


def whiten(X):
    mean = X.mean(axis=0)
    u, s, vt = np.linalg.svd(X - mean, full_matrices=False)
    matrix = vt.T @ np.diag(np.sqrt(len(X)) / s) @ vt
    return np.sqrt(len(X)) * u @ vt, matrix


def fixed_point(Z, w):
    u = Z @ w
    return np.mean(Z * np.tanh(u)[:, None], axis=0) - np.mean(np.cosh(u) ** -2.0) * w


def orthogonal(W):
    u, _, vt = np.linalg.svd(W)
    return u @ vt


def fast_ica(X, start, steps):
    Z, _ = whiten(X)
    W = orthogonal(start)
    for _ in range(steps):
        new = orthogonal(np.stack([fixed_point(Z, w) for w in W]))
        done = np.abs((new * W).sum(axis=1)).min() > 1 - 1e-12
        W = new
        if done:
            break
    return Z @ W.T, W
