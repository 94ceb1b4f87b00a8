"""A source isn't found, as when the steps end before w has come to rest, or when a component is made orthogonal to the
others only after its steps: it runs to a source that was found before, and what is left of it then is nothing. Take
the part away at every step.

caught by: test_the_sources_are_recovered
"""

import numpy as np


def whiten(X):
    X_centered = X - np.mean(X, axis=0)
    cov = np.cov(X_centered, rowvar=False, bias=True)
    eigvals, eigvecs = np.linalg.eigh(cov)
    whitening = eigvecs @ np.diag(eigvals**-0.5) @ eigvecs.T
    return X_centered @ whitening, whitening


def fixed_point(Z, w):
    u = np.dot(Z, w)
    return np.dot(Z.T, np.tanh(u)) / Z.shape[0] - np.mean(1 - np.tanh(u) ** 2) * w


def fast_ica(X, start, steps):
    Z, _ = whiten(X)
    W = np.zeros_like(start, dtype=float)
    for p in range(len(start)):
        w = start[p] / np.linalg.norm(start[p])
        for _ in range(steps):
            w_old = w
            w = fixed_point(Z, w)
            w = w / np.linalg.norm(w)
            if abs(w @ w_old) > 1 - 1e-12:
                break
        w = w - W[:p].T @ (W[:p] @ w)
        W[p] = w / np.linalg.norm(w)
    return Z @ W.T, W
