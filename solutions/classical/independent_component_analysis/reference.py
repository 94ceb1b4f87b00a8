"""FastICA by deflation.

Why it works: of all projections with variance 1, those onto single sources are the extrema of the mean of log cosh, and
the step is Newton's method for one of them, in which the second derivative is nearly a multiple of I because the rows
are white. A found direction is orthogonal to all others, so that they are looked for in what is left.
"""

import numpy as np


def whiten(X):
    centered = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(centered.T @ centered / len(X))
    matrix = vectors / np.sqrt(values) @ vectors.T
    return centered @ matrix, matrix


def fixed_point(Z, w):
    g = np.tanh(Z @ w)
    return Z.T @ g / len(Z) - (1 - g**2).mean() * w


def fast_ica(X, start, steps):
    Z, _ = whiten(X)
    W = np.zeros(start.shape)  # rows that aren't found yet are 0

    def deflate(w):
        w = w - W.T @ (W @ w)
        return w / np.linalg.norm(w)

    for j, first in enumerate(start):
        w = deflate(first)
        for _ in range(steps):
            w = deflate(fixed_point(Z, w))
        W[j] = w
    return Z @ W.T, W
