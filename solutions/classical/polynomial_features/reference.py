"""Monomials as choices of columns.

Why it works: a monomial is a multiset of columns, which combinations_with_replacement lists in sorted order. In the
square of a scalar product the term z_i y_i z_j y_j comes twice for i < j and once for i = j.
"""

from itertools import combinations, combinations_with_replacement

import numpy as np


def monomials(n_columns, degree, interaction_only):
    choose = combinations if interaction_only else combinations_with_replacement
    return [columns for k in range(degree + 1) for columns in choose(range(n_columns), k)]


def polynomial_features(X, degree, interaction_only):
    chosen = monomials(X.shape[1], degree, interaction_only)
    return np.stack([X[:, list(columns)].prod(axis=1) for columns in chosen], axis=1).astype(float)


def quadratic_kernel_map(X, r):
    Z = np.column_stack([np.full(len(X), np.sqrt(r)), X])  # x.y + r is the scalar product of such rows
    i, j = np.triu_indices(Z.shape[1])
    return np.where(i == j, 1.0, np.sqrt(2)) * Z[:, i] * Z[:, j]
