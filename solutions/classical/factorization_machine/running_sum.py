"""One column after the other: each is paired with the sum of those before it."""

import numpy as np


def predict(X, w0, w, V):
    n, d = X.shape
    total, before = np.full(n, float(w0)), np.zeros((n, V.shape[1]))
    for i in range(d):
        own = X[:, i, None] * V[i]
        total += X[:, i] * w[i] + (before * own).sum(axis=1)
        before += own
    return total


def gradient(X, V, g):
    everything = X @ V
    dV = np.empty(V.shape)
    for i in range(X.shape[1]):
        others = everything - X[:, i, None] * V[i]
        dV[i] = (g * X[:, i]) @ others
    return g.sum(), np.einsum("n,nd->d", g, X), dV
