"""Looks at whole rows for what is negligible, and takes the shift from the smaller angle of the two by two block."""

import numpy as np


def wilkinson_shift(a, b, c):
    if b == 0:
        return c
    d = 0.5 * (a - c)
    root = np.sqrt(d * d + b * b)
    t = b / (abs(d) + root)
    return c - b * t if d >= 0 else c + b * t


def shifted_step(a, mu):
    q, r = np.linalg.qr(a - np.diag(np.full(len(a), mu)))
    after = r @ q
    after[np.diag_indices(len(a))] += mu
    return 0.5 * (after + after.T), q


def eigh(a, max_steps):
    n = len(a)
    limit = 1e-14 * np.sqrt(np.sum(np.square(a)))
    t, basis = tridiagonal(a)
    steps, m = 0, n
    while m > 1:
        if np.all(np.abs(t[m - 1, : m - 1]) <= limit):
            m -= 1
        elif steps == max_steps:
            raise ArithmeticError("too many steps")
        else:
            t[:m, :m], q = shifted_step(t[:m, :m], wilkinson_shift(t[m - 2, m - 2], t[m - 1, m - 2], t[m - 1, m - 1]))
            basis[:, :m] = basis[:, :m] @ q
            steps += 1
    order = np.argsort(np.diagonal(t))
    return np.diagonal(t)[order], basis[:, order]
