"""Shifted QR steps with deflation.

Why it works: a step is one of inverse iteration on the last row with the shift mu, and Wilkinson's shift makes mu
better in each step, so that the row's entry off the diagonal is cubed. Every step is a similarity by an orthogonal Q,
so that eigenvalues stay and errors don't grow.
"""

import numpy as np


def wilkinson_shift(a, b, c):
    if b == 0:
        return c
    d = (a - c) / 2
    return c - b * b / (d + np.copysign(np.hypot(d, b), d))


def shifted_step(a, mu):
    shift = mu * np.eye(len(a))
    q, r = np.linalg.qr(a - shift)
    after = r @ q + shift
    return (after + after.T) / 2, q


def eigh(a, max_steps):
    n = len(a)
    t, vectors = tridiagonal(a)
    negligible = 1e-14 * np.linalg.norm(a)
    steps = 0
    for m in range(n, 1, -1):
        while abs(t[m - 1, m - 2]) > negligible:
            if steps == max_steps:
                raise ArithmeticError(f"not done after {max_steps} steps")
            mu = wilkinson_shift(t[m - 2, m - 2], t[m - 1, m - 2], t[m - 1, m - 1])
            t[:m, :m], q = shifted_step(t[:m, :m], mu)
            vectors[:, :m] = vectors[:, :m] @ q
            steps += 1
    order = np.argsort(np.diag(t))
    return np.diag(t)[order], vectors[:, order]
