"""The QR algorithm: all eigenvalues of a symmetric matrix.

Factorise A = Q R, multiply the other way round, and repeat. R Q = Q^T A Q has
the same eigenvalues as A, and the steps make everything off the diagonal fade.
With two additions it is what LAPACK's symmetric solver is built on:

**A shift.** Left alone, an off-diagonal entry shrinks by the quotient of two
eigenvalues in each step, which may be close to 1. Subtract a number mu near an
eigenvalue first, and add it again after:

    A - mu I = Q R;   A' = R Q + mu I

then the last row fades fast, cubically in the end. Wilkinson's shift is the
eigenvalue of the last two rows and columns, [[a, b], [b, c]], that is closer
to c; of two equally close ones the smaller:

    d = (a - c) / 2
    mu = c - b^2 / (d + sign(d) sqrt(d^2 + b^2))         sign(0) = 1

and mu = c where b = 0. (The Rayleigh shift mu = c is simpler, and stands still
for ever on [[0, 1], [1, 0]].)

**Deflation.** When the last row is negligible off the diagonal, its diagonal
entry is an eigenvalue, and the work goes on with one row and column less.

Both want a tridiagonal matrix, to which ``tridiagonal``, which is given,
brings A first: T = B^T A B with an orthogonal B. The steps keep it so.

Conventions:

- **A** is symmetric, (N, N), N at least 1, float64, and stays as it is.
- **Negligible**: an off-diagonal entry of at most 1e-14 times the Frobenius
  norm of the whole matrix A.
- **Steps**: a step is one factorisation. When more than max_steps of them are
  needed for all eigenvalues together, that is an error. (With Wilkinson's
  shift two or three for each eigenvalue are enough.)
- **Order**: eigenvalues go up.
- **Eigenvectors** are columns in the order of the values, orthonormal, each
  with either sign: B times the product of all Q.
- ``numpy.linalg.qr`` may be used, eigenvalue solvers and svd not.
"""

import numpy as np


def wilkinson_shift(a: float, b: float, c: float) -> float:
    """The eigenvalue of [[a, b], [b, c]] that is closer to c.

    Args:
        a: the upper diagonal entry.
        b: the off-diagonal entry.
        c: the lower diagonal entry.

    Returns:
        A float, right also where d + sqrt(d^2 + b^2) would cancel.

    Examples:
        >>> wilkinson_shift(5.0, 2.0, 2.0)
        1.0
        >>> wilkinson_shift(0.0, 1.0, 0.0), wilkinson_shift(3.0, 0.0, 7.0)
        (-1.0, 7.0)
    """
    raise NotImplementedError


def shifted_step(a: np.ndarray, mu: float) -> tuple[np.ndarray, np.ndarray]:
    """One step with a shift.

    Args:
        a: symmetric, shape (N, N).
        mu: the shift.

    Returns:
        A' = R Q + mu I, symmetric, and Q, orthogonal: A' = Q^T A Q.

    Examples:
        >>> a = np.array([[0.0, 1.0], [1.0, 0.0]])
        >>> after, _ = shifted_step(a, -1.0)
        >>> np.abs(after).round(6).tolist()
        [[1.0, 0.0], [0.0, 1.0]]
    """
    raise NotImplementedError


def eigh(a: np.ndarray, max_steps: int) -> tuple[np.ndarray, np.ndarray]:
    """All eigenvalues and eigenvectors.

    Args:
        a: symmetric, shape (N, N).
        max_steps: how many steps there may be.

    Returns:
        The eigenvalues, shape (N,), going up, and the eigenvectors as columns,
        shape (N, N).

    Raises:
        ArithmeticError: if more than max_steps are needed.

    Examples:
        >>> a = np.array([[2.0, 1.0], [1.0, 2.0]])
        >>> values, vectors = eigh(a, 10)
        >>> values.round(6).tolist()
        [1.0, 3.0]
        >>> np.abs(vectors).round(4).tolist()
        [[0.7071, 0.7071], [0.7071, 0.7071]]
    """
    raise NotImplementedError


# given
def tridiagonal(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """T and B with T = B^T A B, T tridiagonal and B orthogonal.

    Examples:
        >>> a = np.array([[0.0, 0.0, 2], [0.0, 1.0, 0.0], [2, 0.0, 0.0]])
        >>> t, b = tridiagonal(a)
        >>> np.abs(t).round(6).tolist()
        [[0.0, 2.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    n = len(a)
    t, b = np.array(a, dtype=np.float64), np.eye(n)
    for k in range(n - 2):
        x = t[k + 1 :, k].copy()
        x[0] += np.copysign(np.linalg.norm(x), x[0])
        size = np.linalg.norm(x)
        if size > 0:
            x /= size
            t[k + 1 :] -= 2 * np.outer(x, x @ t[k + 1 :])
            t[:, k + 1 :] -= 2 * np.outer(t[:, k + 1 :] @ x, x)
            b[:, k + 1 :] -= 2 * np.outer(b[:, k + 1 :] @ x, x)
    return t, b
