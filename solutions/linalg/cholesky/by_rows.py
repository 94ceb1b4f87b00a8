"""Row by row with Python's numbers, and the update by reflections of [L, v], row after row."""

import math

import numpy as np


def cholesky(a):
    rows = []
    for i, values in enumerate(np.tril(a).tolist()):
        row = []
        for j in range(i):
            row.append((values[j] - math.fsum(p * q for p, q in zip(row, rows[j], strict=False))) / rows[j][j])
        rest = values[i] - math.fsum(p * p for p in row)
        if not rest > 1e-12 * abs(values[i]):
            raise ValueError("not positive definite")
        rows.append([*row, math.sqrt(rest)])
    factor = np.zeros(a.shape)
    for i, row in enumerate(rows):
        factor[i, : i + 1] = row
    return factor


def solve(a, b):
    factor = cholesky(a)
    z = []
    for i, row in enumerate(factor):
        z.append((b[i] - math.fsum(row[k] * z[k] for k in range(i))) / row[i])
    x = np.array(z)
    for i in range(len(x) - 1, -1, -1):
        x[i] /= factor[i, i]
        x[:i] -= x[i] * factor[i, :i]
    return x


def log_determinant(a):
    return math.fsum(2 * math.log(value) for value in np.diag(cholesky(a)))


def update(factor, v):
    wide = np.column_stack([factor, v])
    for k in range(len(v)):
        a, b = wide[k, k], wide[k, -1]
        size = math.hypot(a, b)
        first, last = wide[:, k].copy(), wide[:, -1].copy()
        wide[:, k] = (a * first + b * last) / size
        wide[:, -1] = (a * last - b * first) / size
    return np.tril(wide[:, :-1])
