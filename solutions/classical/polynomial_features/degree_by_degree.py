"""Each degree from the one below: a monomial times a column that doesn't come before its last one."""

import numpy as np


def monomials(n_columns, degree, interaction_only):
    layer, result = [()], [()]
    for _ in range(degree):
        longer = []
        for columns in layer:
            first = (columns[-1] + interaction_only) if columns else 0
            longer += [(*columns, j) for j in range(first, n_columns)]
        layer = longer
        result += layer
    return result


def polynomial_features(X, degree, interaction_only):
    values = {(): np.ones(len(X))}
    for columns in monomials(X.shape[1], degree, interaction_only)[1:]:
        values[columns] = values[columns[:-1]] * X[:, columns[-1]]
    return np.column_stack(list(values.values()))


def quadratic_kernel_map(X, r):
    n, d = X.shape
    blocks = [np.full((n, 1), float(r)), np.sqrt(2 * r) * X]
    for i in range(d):
        blocks.append(X[:, i : i + 1] ** 2)
        blocks.append(np.sqrt(2) * X[:, i : i + 1] * X[:, i + 1 :])
    return np.hstack(blocks)
