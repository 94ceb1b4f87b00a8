"""The rows are whitened along the principal axes, E diag(v)^(-1/2): those coordinates are turned. Multiply by E^T
once more, and the root is symmetric.

caught by: test_the_whitening_is_symmetric
"""

import numpy as np


def whiten(X):
    X = X - X.mean(axis=0)
    cov = np.cov(X.T, bias=True)
    d, E = np.linalg.eigh(cov)
    W_white = E @ np.diag(1 / np.sqrt(d))
    return X @ W_white, W_white


def fixed_point(Z, w):
    g = np.tanh(Z @ w)
    dg = 1 - g**2
    return (Z.T * g).mean(axis=1) - dg.mean() * w


def fast_ica(X, start, steps):
    Z, _ = whiten(X)
    W = np.zeros((X.shape[1], X.shape[1]))
    for i in range(X.shape[1]):
        w = start[i].copy()
        w -= W[:i].T @ W[:i] @ w
        w /= np.linalg.norm(w)
        for _ in range(steps):
            w_new = fixed_point(Z, w)
            w_new -= W[:i].T @ W[:i] @ w_new
            w_new /= np.linalg.norm(w_new)
            converged = abs(abs(w_new @ w) - 1) < 1e-12
            w = w_new
            if converged:
                break
        W[i] = w
    return Z @ W.T, W
