"""Jacobi and conjugate gradients.

Why it works: Jacobi's error is multiplied by I - A / D in each step, which shrinks it where the diagonal dominates. The
directions of conjugate gradients satisfy p.A p' = 0, so that what was gained along one is never lost along another.
"""

import numpy as np


def jacobi(matvec, diagonal, b, tol, max_steps):
    x, r, steps = np.zeros_like(b), b, 0
    while steps < max_steps and np.linalg.norm(r) > tol * np.linalg.norm(b):
        x = x + r / diagonal
        r = b - matvec(x)
        steps += 1
    return x, steps, bool(np.linalg.norm(r) <= tol * np.linalg.norm(b))


def conjugate_gradients(matvec, b, tol, max_steps):
    x, r, p, steps = np.zeros_like(b), b, b, 0
    while steps < max_steps and np.linalg.norm(r) > tol * np.linalg.norm(b):
        q = matvec(p)
        alpha = (r @ r) / (p @ q)
        x = x + alpha * p
        new = r - alpha * q
        p = new + (new @ new) / (r @ r) * p
        r = new
        steps += 1
    return x, steps, bool(np.linalg.norm(r) <= tol * np.linalg.norm(b))
