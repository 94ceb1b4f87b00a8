"""The inverse of H stands in for its factor: its rows would have to be brought up to date after each column. The rows of the
Cholesky factor are that.

caught by: test_the_factor_of_the_inverse
"""

import numpy as np


def inverse_factor(x, damp):
    H = x.T @ x
    H += damp * np.mean(np.diag(H)) * np.eye(H.shape[0])
    return np.linalg.inv(H)


def gptq(weight, scales, u):
    W = weight.copy()
    Q = np.zeros_like(weight)
    for j in range(weight.shape[1]):
        Q[:, j] = round_to_grid(W[:, j], scales)
        err = (W[:, j] - Q[:, j]) / u[j, j]
        W[:, j + 1 :] -= err[:, None] * u[j, j + 1 :][None, :]
    return Q


def output_error(x, weight, rounded):
    return float(np.sum((x @ weight.T - x @ rounded.T) ** 2))
