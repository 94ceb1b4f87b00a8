"""All sequences of columns are listed, so that x_0 x_1 and x_1 x_0 are both there: order doesn't matter in a product, and each
monomial comes once.

caught by: test_the_monomials
"""

from itertools import permutations, product

import numpy as np


def monomials(n_columns, degree, interaction_only):
    out = []
    for k in range(degree + 1):
        if interaction_only:
            out.extend(permutations(range(n_columns), k))
        else:
            out.extend(product(range(n_columns), repeat=k))
    return out


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
