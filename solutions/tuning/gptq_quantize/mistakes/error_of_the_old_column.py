"""The error is measured against the column as it was at first, while the column that is rounded has been corrected: take the
corrected one for both.

caught by: test_columns_make_up_for_the_error
"""

import numpy as np


def inverse_factor(x, damp):
    H = x.T @ x
    H += damp * np.mean(np.diag(H)) * np.eye(H.shape[0])
    Hinv = np.linalg.inv(H)
    return np.linalg.cholesky(Hinv).T


def gptq(weight, scales, u):
    W = weight.copy()
    Q = np.zeros_like(weight)
    for j in range(weight.shape[1]):
        Q[:, j] = round_to_grid(W[:, j], scales)
        err = (weight[:, j] - Q[:, j]) / u[j, j]
        W[:, j + 1 :] -= err[:, None] * u[j, j + 1 :][None, :]
    return Q


def output_error(x, weight, rounded):
    return float(np.sum((x @ weight.T - x @ rounded.T) ** 2))
