"""The first column, and then the same for the Schur complement: a recursion on smaller matrices."""

import numpy as np


def factor(a, limit):
    n = len(a)
    if n == 0:
        return np.arange(0), np.eye(0), np.zeros((0, 0)), 1
    first = int(np.abs(a[:, 0]).argmax())
    if abs(a[first, 0]) <= limit:
        raise ValueError("singular")
    order = np.arange(n)
    order[0], order[first] = first, 0
    a = a[order]
    column = a[1:, 0] / a[0, 0]
    inner, lower, upper, sign = factor(a[1:, 1:] - column[:, None] * a[0, 1:], limit)
    whole_l, whole_u = np.eye(n), np.zeros((n, n))
    whole_l[1:, 0], whole_l[1:, 1:] = column[inner], lower
    whole_u[0], whole_u[1:, 1:] = a[0], upper
    return np.concatenate([order[:1], order[1:][inner]]), whole_l, whole_u, sign if first == 0 else -sign


def lu(a):
    return factor(np.array(a, dtype=float), 1e-12 * np.abs(a).max())[:3]


def solve(a, b):
    order, lower, upper = lu(a)
    x = np.array(b, dtype=float)[order]
    for k in range(len(a)):
        x[k + 1 :] -= np.multiply.outer(lower[k + 1 :, k], x[k])
    for k in range(len(a) - 1, -1, -1):
        x[k] /= upper[k, k]
        x[:k] -= np.multiply.outer(upper[:k, k], x[k])
    return x


def determinant(a):
    try:
        _, _, upper, sign = factor(np.array(a, dtype=float), 1e-12 * np.abs(a).max())
    except ValueError:
        return 0.0
    return float(sign * np.prod(upper.diagonal()))


def inverse(a):
    return solve(a, np.identity(len(a)))
