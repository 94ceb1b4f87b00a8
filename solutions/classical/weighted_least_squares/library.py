# needs: numpy
"""NumPy's least squares of the scaled rows."""

import numpy as np


def scale_rows(X, y, s):
    root = np.diag(s**0.5)
    return root @ np.hstack([X, np.ones((len(X), 1))]), root @ y


def weighted_least_squares(X, y, s):
    theta = np.linalg.lstsq(*scale_rows(X, y, s), rcond=None)[0]
    return theta[:-1], theta[-1]


def weighted_r2(y, p, s):
    residual, mean = y - p, np.dot(s, y) / np.sum(s)
    return 1 - residual @ (s * residual) / ((y - mean) @ (s * (y - mean)))
