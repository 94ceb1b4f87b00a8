# needs: numpy
"""NumPy's pseudo-inverse of the centred rows."""

import numpy as np


def simple_regression(x, y):
    w, b = least_squares(x[:, None], y)
    return float(w[0]), b


def least_squares(X, y):
    w = np.linalg.pinv(X - X.mean(axis=0), rcond=1e-10) @ (y - y.mean())
    return w, float((y - X @ w).mean())
