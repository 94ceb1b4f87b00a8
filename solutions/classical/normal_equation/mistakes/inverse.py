"""The normal equation is solved as if X^T X had an inverse, which it hasn't for dependent columns: depending on rounding that is
an error or weights of 1e15. Take the solution with the smallest norm.

caught by: test_dependent_columns_have_the_smallest_weights
"""

import numpy as np


def simple_regression(x, y):
    cov = np.mean((x - x.mean()) * (y - y.mean()))
    var = np.var(x)
    slope = cov / var if var > 0 else 0.0
    return float(slope), float(y.mean() - slope * x.mean())


def least_squares(X, y):
    A = np.column_stack([np.ones(len(X)), X])
    theta = np.linalg.inv(A.T @ A) @ A.T @ y
    return theta[1:], float(theta[0])
