"""Every singular value is inverted, those that are only rounding too, and the weights of dependent columns explode: values up
to 1e-10 times the largest count as 0. A column of ones would also put the intercept into the norm.

caught by: test_dependent_columns_have_the_smallest_weights
"""

import numpy as np


def simple_regression(x, y):
    mean_x, mean_y = np.mean(x), np.mean(y)
    denominator = np.sum((x - mean_x) ** 2)
    slope = 0.0 if denominator == 0 else np.sum((x - mean_x) * (y - mean_y)) / denominator
    return slope, mean_y - slope * mean_x


def least_squares(X, y):
    A = np.c_[np.ones(len(X)), X]
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    theta = Vt.T @ ((U.T @ y) / s)
    return theta[1:], theta[0]
