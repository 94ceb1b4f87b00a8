"""The monomials are tuples of exponents, one number for each column: here they are the columns that are multiplied, x_0^2 being
(0, 0).

caught by: test_the_monomials
"""

from itertools import combinations, combinations_with_replacement

import numpy as np


def monomials(n_columns, degree, interaction_only):
    choose = combinations if interaction_only else combinations_with_replacement
    powers = []
    for k in range(degree + 1):
        for c in choose(range(n_columns), k):
            powers.append(tuple(c.count(j) for j in range(n_columns)))
    return powers


def polynomial_features(X, degree, interaction_only):
    powers = monomials(X.shape[1], degree, interaction_only)
    return np.stack([np.prod(X ** np.array(p), axis=1) for p in powers], axis=1)


def quadratic_kernel_map(X, r):
    n, d = X.shape
    cols = [np.full(n, r)]
    cols += [np.sqrt(2 * r) * X[:, i] for i in range(d)]
    for i in range(d):
        for j in range(i, d):
            cols.append((1 if i == j else np.sqrt(2)) * X[:, i] * X[:, j])
    return np.column_stack(cols)
