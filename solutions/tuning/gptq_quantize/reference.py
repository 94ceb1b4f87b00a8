"""GPTQ.

Row j of the Cholesky factor of H^-1 is row 0 of the inverse of H without the columns before j, up to a root: nothing
has to be inverted again.
"""

import numpy as np


def inverse_factor(x, damp):
    H = x.T @ x
    H = H + damp * np.diag(H).mean() * np.eye(len(H))
    return np.linalg.cholesky(np.linalg.inv(H)).T


def gptq(weight, scales, u):
    w = weight.copy()
    for j in range(w.shape[1]):
        rounded = round_to_grid(w[:, j], scales)
        e = (w[:, j] - rounded) / u[j, j]
        w[:, j] = rounded
        w[:, j + 1 :] -= np.outer(e, u[j, j + 1 :])
    return w


def output_error(x, weight, rounded):
    return float(((x @ (weight - rounded).T) ** 2).sum())
