"""All vectors of exponents, sorted; the map as the features times a factor for each."""

from itertools import product

import numpy as np


def monomials(n_columns, degree, interaction_only):
    largest = 1 if interaction_only else degree
    powers = [p for p in product(range(largest + 1), repeat=n_columns) if sum(p) <= degree]
    tuples = [tuple(j for j, power in enumerate(p) for _ in range(power)) for p in powers]
    return sorted(tuples, key=lambda columns: (len(columns), columns))


def polynomial_features(X, degree, interaction_only):
    columns = []
    for chosen in monomials(X.shape[1], degree, interaction_only):
        power = np.bincount(chosen, minlength=X.shape[1]) if chosen else np.zeros(X.shape[1])
        columns.append(np.prod(X**power, axis=1))
    return np.array(columns).T


def quadratic_kernel_map(X, r):
    chosen = monomials(X.shape[1], 2, False)
    factors = [{0: r, 1: (2 * r) ** 0.5, 2: len(set(columns)) ** 0.5}[len(columns)] for columns in chosen]
    return polynomial_features(X, 2, False) * factors
