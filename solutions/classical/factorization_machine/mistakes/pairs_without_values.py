"""The vectors of the columns that aren't 0 are paired as if every value were 1: each pair counts with the product of both
values.

caught by: test_the_pairs
"""

import numpy as np


def predict(X, w0, w, V):
    out = []
    for x in X:
        active = np.nonzero(x)[0]
        s = V[active].sum(axis=0)
        pair = 0.5 * (s @ s - np.sum(V[active] ** 2))
        out.append(w0 + w @ x + pair)
    return np.array(out)


def gradient(X, V, g):
    dV = np.zeros_like(V)
    for x, gn in zip(X, g):
        active = np.nonzero(x)[0]
        s = V[active].sum(axis=0)
        dV[active] += gn * (s - V[active])
    return float(g.sum()), X.T @ g, dV
