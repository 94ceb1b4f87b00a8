"""Iterative solvers: a linear system by products with the matrix alone.

Elimination takes N^3 steps and fills a sparse matrix up. Iterative methods
need only v -> A v, and stop when the answer is good enough: for millions of
unknowns nothing else works. Second-order optimisers and Gaussian processes use
them with a function in place of the matrix.

**Jacobi** solves each equation for its own unknown, with the old values of all
others. With D the diagonal of A:

    x = x + (b - A x) / D

It converges when A is diagonally dominant: in each row the diagonal is larger
in size than all others together.

**Conjugate gradients**, for a symmetric positive definite A, go along
directions p that don't undo each other. With r = b - A x, and p = r to start:

    alpha = r.r / p.Ap
    x = x + alpha p
    r' = r - alpha A p
    p = r' + (r'.r' / r.r) p

In exact arithmetic they end after at most N steps, and after as many as A has
different eigenvalues; with rounding it may take more than N.

Conventions:

- **Start** at x = 0.
- **Done** when |b - A x| <= tol * |b|, looked at before each step; so b = 0
  takes no step.
- **Steps** are counted: a step is one change of x.
- **Not done** after max_steps: x as far as it got, and False. Whoever needs
  the solution has to look.
- **matvec** is a function that gives A v for an array v of shape (N,). Jacobi
  may call it once for each step and once more, CG too.
- Nothing that was handed in is changed.

``solve_jacobi`` and ``solve_gradients`` are given: they take the matrix.
"""

from collections.abc import Callable

import numpy as np

Matvec = Callable[[np.ndarray], np.ndarray]


def jacobi(
    matvec: Matvec,
    diagonal: np.ndarray,
    b: np.ndarray,
    tol: float,
    max_steps: int,
) -> tuple[np.ndarray, int, bool]:
    """Jacobi's method.

    Args:
        matvec: v -> A v.
        diagonal: the diagonal of A, shape (N,), without 0.
        b: the right-hand side, shape (N,), float64.
        tol: how large the residual may be, as a share of |b|.
        max_steps: how many steps there may be.

    Returns:
        x, shape (N,), the number of steps, and whether it is done.

    Examples:
        >>> a = np.array([[2.0, 0.0], [0.0, 4.0]])
        >>> x, steps, done = jacobi(
        ...     lambda v: a @ v, np.diag(a), np.array([2.0, 2.0]), 1e-9, 9
        ... )
        >>> x.tolist(), steps, done
        ([1.0, 0.5], 1, True)
    """
    raise NotImplementedError


def conjugate_gradients(matvec: Matvec, b: np.ndarray, tol: float, max_steps: int) -> tuple[np.ndarray, int, bool]:
    """The method of conjugate gradients.

    Args:
        matvec: v -> A v, A symmetric and positive definite.
        b: the right-hand side, shape (N,), float64.
        tol: how large the residual may be, as a share of |b|.
        max_steps: how many steps there may be.

    Returns:
        x, shape (N,), the number of steps, and whether it is done.

    Examples:
        >>> a = np.array([[2.0, 0.0], [0.0, 4.0]])
        >>> x, steps, done = conjugate_gradients(
        ...     lambda v: a @ v, np.array([2.0, 2.0]), 1e-9, 9
        ... )
        >>> x.round(6).tolist(), steps, done
        ([1.0, 0.5], 2, True)
    """
    raise NotImplementedError


# given
def solve_jacobi(a: np.ndarray, b: np.ndarray, tol: float, max_steps: int) -> tuple[np.ndarray, int, bool]:
    """Jacobi's method for a matrix.

    Examples:
        >>> x, *rest = solve_jacobi(np.eye(1), np.array([3.0]), 1e-9, 0)
        >>> x.tolist(), rest
        ([0.0], [0, False])
    """
    return jacobi(lambda v: a @ v, np.diag(a).copy(), b, tol, max_steps)


# given
def solve_gradients(a: np.ndarray, b: np.ndarray, tol: float, max_steps: int) -> tuple[np.ndarray, int, bool]:
    """Conjugate gradients for a matrix.

    Examples:
        >>> x, *rest = solve_gradients(np.eye(1), np.array([3.0]), 1e-9, 0)
        >>> x.tolist(), rest
        ([0.0], [0, False])
    """
    return conjugate_gradients(lambda v: a @ v, b, tol, max_steps)
