"""The last diagonal entry is the shift: on [[0, 1], [1, 0]] it is 0, and the step gives the same matrix again. Wilkinson's
shift looks at the last two rows.

caught by: test_where_the_last_entry_is_no_shift
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
    m = n
    while m > 1:
        if abs(ak[m - 1, m - 2]) <= tol:
            m -= 1
            continue
        if steps >= max_steps:
            raise ArithmeticError("did not converge")
        ak[:m, :m], q = shifted_step(ak[:m, :m], ak[m - 1, m - 1])
        vectors[:, :m] = vectors[:, :m] @ q
        steps += 1
    values = np.diag(ak)
    order = np.argsort(values)
    return values[order], vectors[:, order]
