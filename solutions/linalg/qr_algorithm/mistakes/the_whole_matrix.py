"""The whole matrix is factorised in each of max_steps steps, and what stands on the diagonal in the end is taken for the
eigenvalues, whether the rest has faded or not. Check the last row, deflate, and give up with an ArithmeticError.

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
    ak = a.copy()
    vectors = np.eye(a.shape[0])
    for _ in range(max_steps):
        ak, q = shifted_step(ak, 0.0)
        vectors = vectors @ q
        if np.abs(ak - np.diag(np.diag(ak))).max() < 1e-12:
            break
    values = np.diag(ak)
    order = np.argsort(values)
    return values[order], vectors[:, order]
