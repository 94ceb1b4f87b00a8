"""Looks for each component in the space that is orthogonal to those found, in coordinates of its own."""

import numpy as np


def whiten(X):
    centered = X - np.mean(X, axis=0)
    C = np.cov(X, rowvar=False, bias=True)
    values, vectors = np.linalg.eigh(C)
    root = sum(np.outer(v, v) / np.sqrt(value) for value, v in zip(values, vectors.T, strict=True))
    return np.array([root @ x for x in centered]), root


def fixed_point(Z, w):
    total, slope = np.zeros(len(w)), 0.0
    for z in Z:
        t = np.tanh(z @ w)
        total += z * t
        slope += 1 - t * t
    return (total - slope * w) / len(Z)


def fast_ica(X, start, steps):
    Z, _ = whiten(X)
    d = X.shape[1]
    basis = np.eye(d)  # orthonormal columns: what is left
    rows = []
    for j in range(d):
        v = basis.T @ start[j]
        v /= np.linalg.norm(v)
        left = Z @ basis
        for _ in range(steps):
            g = np.tanh(left @ v)
            new = left.T @ g / len(Z) - np.mean(1 - g**2) * v
            new /= np.linalg.norm(new)
            close = 1 - abs(new @ v) < 1e-12
            v = new
            if close:
                break
        rows.append(basis @ v)
        basis = np.linalg.svd(np.array(rows))[2][j + 1 :].T
    W = np.array(rows)
    return Z @ W.T, W
