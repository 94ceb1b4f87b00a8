"""Errors are kept, and each column collects its corrections when it is its turn."""

import numpy as np


def inverse_factor(x, damp):
    H = np.einsum("ni,nj->ij", x, x)
    H[np.diag_indices(len(H))] += damp * np.trace(H) / len(H)
    # The factor of H, from the last row to the first, and its inverse.
    low = np.linalg.cholesky(H[::-1, ::-1])
    return np.linalg.solve(low, np.eye(len(H)))[::-1, ::-1]


def gptq(weight, scales, u):
    columns, errors = [], np.zeros_like(weight)
    for j in range(weight.shape[1]):
        now = weight[:, j] - errors[:, :j] @ u[:j, j]
        columns.append(scales * np.clip(np.round(now / scales), -7, 7))
        errors[:, j] = (now - columns[-1]) / u[j, j]
    return np.stack(columns, axis=1)


def output_error(x, weight, rounded):
    off = weight - rounded
    return np.einsum("mi,ij,mj->", off, x.T @ x, off)
