"""Whether it is done is looked at after each step only: a start that is good enough, as for b = 0, takes a step all the same.
The residual is looked at before each step.

caught by: test_b_of_0_takes_no_step
"""

import numpy as np


def jacobi(matvec, diagonal, b, tol, max_steps):
    x = np.zeros_like(b)
    r = b - matvec(x)
    for step in range(1, max_steps + 1):
        x = x + r / diagonal
        r = b - matvec(x)
        if np.linalg.norm(r) <= tol * np.linalg.norm(b):
            return x, step, True
    return x, max_steps, False


def conjugate_gradients(matvec, b, tol, max_steps):
    x = np.zeros_like(b)
    r = b - matvec(x)
    p = r.copy()
    for step in range(1, max_steps + 1):
        ap = matvec(p)
        alpha = (r @ r) / (p @ ap)
        x = x + alpha * p
        r_new = r - alpha * ap
        if np.linalg.norm(r_new) <= tol * np.linalg.norm(b):
            return x, step, True
        p = r_new + (r_new @ r_new) / (r @ r) * p
        r = r_new
    return x, max_steps, False
