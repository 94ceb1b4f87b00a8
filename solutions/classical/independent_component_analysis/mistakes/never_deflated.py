"""Those that have been found aren't taken away while a component is looked for: two of them may converge to the same source.

caught by: test_the_rotation_is_orthogonal
"""

import numpy as np


def whiten(X):
    Xc = X - X.mean(axis=0)
    cov = Xc.T @ Xc / len(X)
    d, E = np.linalg.eigh(cov)
    M = E @ np.diag(1.0 / np.sqrt(d)) @ E.T
    return Xc @ M, M


def fixed_point(Z, w):
    wx = Z @ w
    g = np.tanh(wx)
    g_prime = 1 - g**2
    return (Z * g[:, None]).mean(axis=0) - g_prime.mean() * w


def fast_ica(X, start, steps):
    Z, _ = whiten(X)
    n = X.shape[1]
    W = np.zeros((n, n))
    for i in range(n):
        w = start[i] / np.linalg.norm(start[i])
        for _ in range(steps):
            w_new = fixed_point(Z, w)
            w_new /= np.linalg.norm(w_new)
            if np.abs(np.abs(w_new @ w) - 1) < 1e-12:
                w = w_new
                break
            w = w_new
        W[i] = w
    return Z @ W.T, W
