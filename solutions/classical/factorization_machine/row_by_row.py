"""One row at a time, over its columns that aren't 0, as it is done for one-hot data."""

import numpy as np


def predict(X, w0, w, V):
    values = []
    for x in X:
        on = np.flatnonzero(x)
        parts = x[on, None] * V[on]
        total = parts.sum(axis=0)
        values.append(w0 + x[on] @ w[on] + 0.5 * (total @ total - np.sum(parts * parts)))
    return np.array(values, dtype=float)


def gradient(X, V, g):
    dw0, dw, dV = 0.0, np.zeros(X.shape[1]), np.zeros(V.shape)
    for x, slope in zip(X, g.tolist(), strict=True):
        on = np.flatnonzero(x)
        parts = x[on, None] * V[on]
        dw0 += slope
        dw[on] += slope * x[on]
        dV[on] += slope * x[on, None] * (parts.sum(axis=0) - parts)
    return dw0, dw, dV
