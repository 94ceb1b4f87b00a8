"""The steps have no shift: an entry off the diagonal shrinks by the quotient of two eigenvalues only, which takes hundreds
of steps where they are close, and for ever where they have the same size and other signs.

caught by: test_few_steps_are_needed
"""

import numpy as np


def wilkinson_shift(a, b, c):
    if b == 0:
        return c
    d = (a - c) / 2
    sign = 1.0 if d >= 0 else -1.0
    return c - b**2 / (d + sign * np.sqrt(d**2 + b**2))


def shifted_step(a, mu):
    n = a.shape[0]
    q, r = np.linalg.qr(a - mu * np.eye(n))
    return r @ q + mu * np.eye(n), q


def eigh(a, max_steps):
    n = a.shape[0]
    ak, vectors = tridiagonal(a)
    steps = 0
    tol = 1e-14 * np.linalg.norm(a)
    while np.abs(ak - np.diag(np.diag(ak))).max() > tol:
        if steps >= max_steps:
            raise ArithmeticError("did not converge")
        ak, q = shifted_step(ak, 0.0)
        vectors = vectors @ q
        steps += 1
    values = np.diag(ak)
    order = np.argsort(values)
    return values[order], vectors[:, order]
