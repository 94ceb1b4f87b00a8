"""Jacobi ends when x moves by less than tol: how far it moves depends on the size of the diagonal, and says little of b - A x,
which is what is to be small.

caught by: test_jacobi_ends_by_the_residual
"""

import numpy as np


def jacobi(matvec, diagonal, b, tol, max_steps):
    x = np.zeros_like(b)
    if np.linalg.norm(b) == 0:
        return x, 0, True
    for step in range(1, max_steps + 1):
        x_new = x + (b - matvec(x)) / diagonal
        if np.linalg.norm(x_new - x) <= tol * np.linalg.norm(b):
            return x_new, step, True
        x = x_new
    return x, max_steps, False


def conjugate_gradients(matvec, b, tol, max_steps):
    x = np.zeros_like(b)
    r = b - matvec(x)
    p = r.copy()
    step = 0
    while step < max_steps and np.linalg.norm(r) > tol * np.linalg.norm(b):
        ap = matvec(p)
        alpha = (r @ r) / (p @ ap)
        x = x + alpha * p
        r_new = r - alpha * ap
        beta = (r_new @ r_new) / (r @ r)
        p = r_new + beta * p
        r = r_new
        step += 1
    return x, step, bool(np.linalg.norm(r) <= tol * np.linalg.norm(b))
