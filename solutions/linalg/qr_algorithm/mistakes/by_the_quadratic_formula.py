"""The shift is a root of the quadratic equation, a mean and a root of almost the same size: their difference has lost its
digits when b is small. b^2 divided by their sum is the same number with all of them.

caught by: test_the_shift_keeps_its_digits
"""

import numpy as np


def wilkinson_shift(a, b, c):
    mean = (a + c) / 2
    root = np.sqrt(((a - c) / 2) ** 2 + b**2)
    low, high = mean - root, mean + root
    return low if abs(low - c) <= abs(high - c) else high


def shifted_step(a, mu):
    n = a.shape[0]
    q, r = np.linalg.qr(a - mu * np.eye(n))
    return r @ q + mu * np.eye(n), q


def eigh(a, max_steps):
    t, vectors = tridiagonal(a)
    steps = 0
    tol = 1e-14 * np.linalg.norm(a)
    m = a.shape[0]
    while m > 1:
        if abs(t[m - 1, m - 2]) <= tol:
            m -= 1
            continue
        if steps >= max_steps:
            raise ArithmeticError("did not converge")
        mu = wilkinson_shift(t[m - 2, m - 2], t[m - 1, m - 2], t[m - 1, m - 1])
        t[:m, :m], q = shifted_step(t[:m, :m], mu)
        vectors[:, :m] = vectors[:, :m] @ q
        steps += 1
    order = np.argsort(np.diag(t))
    return np.diag(t)[order], vectors[:, order]
