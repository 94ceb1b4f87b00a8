"""Only powers of single columns are made: the products of different columns, which are the interactions, are missing.

caught by: test_the_monomials
"""

import numpy as np


def monomials(n_columns, degree, interaction_only):
    result = [()]
    for k in range(1, degree + 1):
        for j in range(n_columns):
            if k == 1 or not interaction_only:
                result.append((j,) * k)
    return result


def polynomial_features(X, degree, interaction_only):
    return np.column_stack([np.prod(X[:, list(m)], axis=1) for m in monomials(X.shape[1], degree, interaction_only)])


def quadratic_kernel_map(X, r):
    n, d = X.shape
    cols = [np.full(n, r)]
    cols += [np.sqrt(2 * r) * X[:, i] for i in range(d)]
    for i in range(d):
        for j in range(i, d):
            cols.append((1 if i == j else np.sqrt(2)) * X[:, i] * X[:, j])
    return np.column_stack(cols)
