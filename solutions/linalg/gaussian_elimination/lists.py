"""Elimination on lists, with the right-hand sides beside the matrix; L by the multiples kept in place of the zeros."""

import numpy as np


def eliminated(a):
    n = len(a)
    rows = [list(map(float, row)) for row in a.tolist()]
    limit = 1e-12 * max(abs(value) for row in rows for value in row)
    order, sign = list(range(n)), 1.0
    for k in range(n):
        best = max(range(k, n), key=lambda i: (abs(rows[i][k]), -i))
        if abs(rows[best][k]) <= limit:
            return None
        if best != k:
            rows[k], rows[best] = rows[best], rows[k]
            order[k], order[best] = order[best], order[k]
            sign = -sign
        for i in range(k + 1, n):
            factor = rows[i][k] / rows[k][k]
            rows[i][k] = factor
            for j in range(k + 1, n):
                rows[i][j] -= factor * rows[k][j]
    return np.array(order), np.array(rows), sign


def lu(a):
    found = eliminated(a)
    if found is None:
        raise ValueError("singular matrix")
    order, packed, _ = found
    return order, np.tril(packed, -1) + np.eye(len(a)), np.triu(packed)


def solve(a, b):
    order, lower, upper = lu(a)
    n = len(a)
    columns = b.reshape(n, -1)[order]
    z = np.zeros(columns.shape)
    for i in range(n):
        z[i] = columns[i] - sum((lower[i, j] * z[j] for j in range(i)), np.zeros(columns.shape[1]))
    x = np.zeros(columns.shape)
    for i in range(n - 1, -1, -1):
        x[i] = (z[i] - sum((upper[i, j] * x[j] for j in range(i + 1, n)), np.zeros(columns.shape[1]))) / upper[i, i]
    return x.reshape(b.shape)


def determinant(a):
    found = eliminated(a)
    if found is None:
        return 0.0
    _, packed, sign = found
    value = sign
    for pivot in packed.diagonal():
        value *= float(pivot)
    return value


def inverse(a):
    columns = [solve(a, unit) for unit in np.eye(len(a))]
    return np.stack(columns, axis=1)
