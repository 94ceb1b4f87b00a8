"""Each factorisation by Givens rotations; the block is cut down as eigenvalues are found."""

import math

import numpy as np


def wilkinson_shift(a, b, c):
    middle, radius = (a + c) / 2, math.hypot((a - c) / 2, b)
    if b == 0:
        return c
    # The eigenvalue closer to c, by the product of both, which doesn't cancel.
    if a >= c:
        return c - b * b / ((a - c) / 2 + radius)
    return c + b * b / (radius - (a - c) / 2) if middle + radius > c else c


def shifted_step(a, mu):
    n = len(a)
    r, q = a - mu * np.identity(n), np.identity(n)
    for j in range(n - 1):
        for i in range(j + 1, n):
            size = math.hypot(r[j, j], r[i, j])
            if size == 0:
                continue
            c, s = r[j, j] / size, r[i, j] / size
            turn = np.array([[c, s], [-s, c]])
            r[[j, i]] = turn @ r[[j, i]]
            q[:, [j, i]] = q[:, [j, i]] @ turn.T
    after = q.T @ a @ q
    return 0.5 * (after + after.T), q


def eigh(a, max_steps):
    n = len(a)
    limit = 1e-14 * math.sqrt(float((a * a).sum()))
    (block, basis), steps = tridiagonal(a), 0
    values, columns = [], []
    while len(block) > 1:
        if np.abs(block[-1, :-1]).max() <= limit:
            values.append(block[-1, -1])
            columns.append(basis[:, -1])
            block, basis = block[:-1, :-1], basis[:, :-1]
            continue
        if steps >= max_steps:
            raise ArithmeticError("no convergence")
        block, q = shifted_step(block, wilkinson_shift(block[-2, -2], block[-1, -2], block[-1, -1]))
        basis = basis @ q
        steps += 1
    values.append(block[0, 0])
    columns.append(basis[:, 0])
    order = sorted(range(n), key=lambda i: values[i])
    return np.array([values[i] for i in order]), np.column_stack([columns[i] for i in order])
