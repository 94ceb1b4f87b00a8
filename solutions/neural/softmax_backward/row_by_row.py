"""One row at a time, and the Jacobian entry by entry as it stands in the formula."""

import numpy as np


def softmax_backward(y, dy, axis=-1):
    if y.shape != dy.shape:
        raise ValueError("shapes differ")
    dx = np.zeros_like(y)
    rows = (np.moveaxis(array, axis, -1) for array in (y, dy, dx))
    y_rows, dy_rows, dx_rows = rows
    for index in np.ndindex(y_rows.shape[:-1]):
        # Subtracting the average first is the same thing: the probabilities of a row sum to 1, or are all 0.
        centred = dy_rows[index] - np.dot(y_rows[index], dy_rows[index])
        dx_rows[index] = centred * y_rows[index]
    return dx


def softmax_jacobian(y):
    if y.ndim != 1:
        raise ValueError("one row, please")
    n = len(y)
    jacobian = np.empty((n, n), dtype=y.dtype)
    for i in range(n):
        for j in range(n):
            jacobian[i, j] = y[i] * (1 - y[i]) if i == j else -y[i] * y[j]
    return jacobian
