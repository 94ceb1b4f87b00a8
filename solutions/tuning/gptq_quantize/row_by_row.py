"""One row of the weight after the other in Python, and U by a QR factorization."""

import numpy as np


def inverse_factor(x, damp):
    n = x.shape[1]
    extra = np.sqrt(damp * (x**2).sum() / n) * np.eye(n)
    stacked = np.vstack([x, extra])  # H is its Gram matrix
    values, vectors = np.linalg.eigh(stacked.T @ stacked)
    root = (vectors / np.sqrt(values)).T  # root^T root is the inverse of H
    upper = np.linalg.qr(root, mode="r")
    return upper * np.sign(np.diag(upper))[:, None]


def gptq(weight, scales, u):
    result = []
    for row, scale in zip(weight.tolist(), scales.tolist(), strict=True):
        for j in range(len(row)):
            old = row[j]
            row[j] = scale * max(-7, min(7, round(old / scale)))
            for k in range(j + 1, len(row)):
                row[k] -= (old - row[j]) * u[j, k] / u[j, j]
        result.append(row)
    return np.array(result)


def output_error(x, weight, rounded):
    return np.linalg.norm(x @ weight.T - x @ rounded.T) ** 2
