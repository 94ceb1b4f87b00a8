"""The square of the residual, r.r, is held against tol without a root: for small tol the steps end far too early.

caught by: test_conjugate_gradients_end_by_the_residual
"""

import numpy as np


def jacobi(matvec, diagonal, b, tol, max_steps):
    x = np.zeros_like(b)
    r = b - matvec(x)
    step = 0
    while step < max_steps and np.linalg.norm(r) > tol * np.linalg.norm(b):
        x = x + r / diagonal
        r = b - matvec(x)
        step += 1
    return x, step, bool(np.linalg.norm(r) <= tol * np.linalg.norm(b))


def conjugate_gradients(matvec, b, tol, max_steps):
    x = np.zeros_like(b)
    r = b - matvec(x)
    p = r.copy()
    rs_old = r @ r
    limit = tol * np.linalg.norm(b)
    for step in range(max_steps):
        if rs_old <= limit:
            return x, step, True
        ap = matvec(p)
        alpha = rs_old / (p @ ap)
        x = x + alpha * p
        r = r - alpha * ap
        rs_new = r @ r
        p = r + rs_new / rs_old * p
        rs_old = rs_new
    return x, max_steps, bool(rs_old <= limit)
