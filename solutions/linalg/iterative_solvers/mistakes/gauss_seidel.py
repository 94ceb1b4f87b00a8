"""New values are used within the step as soon as they are there, which is Gauss-Seidel: Jacobi takes the old values of all
other unknowns.

caught by: test_the_path_of_jacobi
"""

import itertools

import numpy as np


def jacobi(matvec, diagonal, b, tol, max_steps):
    n = len(b)
    a = np.column_stack([matvec(e) for e in np.eye(n)])
    x = np.zeros(n)
    for steps in itertools.count():
        if np.linalg.norm(b - a @ x) <= tol * np.linalg.norm(b):
            return x, steps, True
        if steps == max_steps:
            return x, steps, False
        for i in range(n):
            x[i] = (b[i] - a[i, :i] @ x[:i] - a[i, i + 1 :] @ x[i + 1 :]) / diagonal[i]


def conjugate_gradients(matvec, b, tol, max_steps):
    x = np.zeros(len(b))
    r = b.copy()
    p = r.copy()
    rs = r @ r
    for steps in itertools.count():
        if np.sqrt(rs) <= tol * np.linalg.norm(b):
            return x, steps, True
        if steps == max_steps:
            return x, steps, False
        q = matvec(p)
        alpha = rs / (p @ q)
        x = x + alpha * p
        r = r - alpha * q
        rs_new = r @ r
        p = r + rs_new / rs * p
        rs = rs_new
