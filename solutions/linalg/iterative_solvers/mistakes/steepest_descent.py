"""The residual itself is the next direction, which is steepest descent: it goes to and fro and needs many more steps. The
new direction is r' + (r'.r' / r.r) p.

caught by: test_as_many_steps_as_there_are_eigenvalues
"""

import itertools

import numpy as np


def jacobi(matvec, diagonal, b, tol, max_steps):
    x = np.zeros(len(b))
    for steps in itertools.count():
        residual = b - matvec(x)
        if np.linalg.norm(residual) <= tol * np.linalg.norm(b):
            return x, steps, True
        if steps == max_steps:
            return x, steps, False
        x = x + residual / diagonal


def conjugate_gradients(matvec, b, tol, max_steps):
    x = np.zeros(len(b))
    r = b.copy()
    for steps in itertools.count():
        if np.linalg.norm(r) <= tol * np.linalg.norm(b):
            return x, steps, True
        if steps == max_steps:
            return x, steps, False
        q = matvec(r)
        alpha = (r @ r) / (r @ q)
        x = x + alpha * r
        r = r - alpha * q
