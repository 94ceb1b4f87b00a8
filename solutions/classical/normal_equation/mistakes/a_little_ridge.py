"""A small number on the diagonal makes the system solvable, but it is a penalty: the weights are off by more than rounding, and
more so for small features. Drop the directions without data instead.

caught by: test_the_limit_goes_with_the_data
"""

import numpy as np


def simple_regression(x, y):
    cov = np.mean((x - x.mean()) * (y - y.mean()))
    var = np.var(x)
    slope = cov / var if var > 0 else 0.0
    return float(slope), float(y.mean() - slope * x.mean())


def least_squares(X, y):
    x_mean, y_mean = X.mean(axis=0), y.mean()
    Xc, yc = X - x_mean, y - y_mean
    gram = Xc.T @ Xc + 1e-8 * np.eye(X.shape[1])
    w = np.linalg.solve(gram, Xc.T @ yc)
    return w, float(y_mean - w @ x_mean)
