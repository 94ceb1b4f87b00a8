"""Within a degree the powers of single columns stand before the products: the tuples are sorted, so that (0, 1) comes before
(1, 1).

caught by: test_the_monomials
"""

from itertools import combinations_with_replacement

import numpy as np


def monomials(n_columns, degree, interaction_only):
    out = []
    for k in range(degree + 1):
        found = list(combinations_with_replacement(range(n_columns), k))
        if interaction_only:
            found = [m for m in found if len(set(m)) == len(m)]
        out += sorted(found, key=lambda m: len(set(m)))
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
