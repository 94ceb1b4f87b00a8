"""Gaussian elimination: solve a linear system, with the pivot that keeps it
from falling apart.

Elimination makes a matrix triangular by subtracting multiples of one row from
those below. The multiples, kept, are a factorisation: with L unit lower
triangular (ones on the diagonal), U upper triangular and P a permutation of
rows,

    P A = L U

and each right-hand side costs two substitutions more: L z = P b from the top
down, U x = z from the bottom up. The determinant is the product of the
diagonal of U, times -1 for each swap of two rows.

Without swaps a pivot of 0 stops it, and a small one is worse: with 1e-20 in
the corner the multiples are 1e20, and everything else is rounded away. Partial
pivoting takes in each column the entry that is largest in size, from the
diagonal down, so that no multiple is above 1. It is what LAPACK does behind
numpy.linalg.solve.

Conventions:

- **A** is square, (N, N), N at least 1, float64, and stays as it is.
- **Pivot**: the entry that is largest in size in its column, from the diagonal
  down; of equal ones the first.
- **P** is an array ``perm`` of row numbers: row i of P A is row perm[i] of A.
- **Singular**: a matrix whose largest pivot in some column is at most 1e-12
  times its largest entry in size raises. (Its determinant is 0.)
- **Substitution** is part of the task, and so is the elimination: no solver,
  inverse or determinant of a library.
"""

import numpy as np


def lu(a: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The factorisation with partial pivoting.

    Args:
        a: shape (N, N).

    Returns:
        perm (N,), int64; L (N, N), unit lower triangular; U (N, N), upper
        triangular. ``a[perm]`` equals ``L @ U``.

    Raises:
        ValueError: if a is singular.

    Examples:
        >>> perm, l, u = lu(np.array([[1.0, 3.0], [2.0, 4.0]]))
        >>> perm.tolist(), l.tolist(), u.tolist()
        ([1, 0], [[1.0, 0.0], [0.5, 1.0]], [[2.0, 4.0], [0.0, 1.0]])
    """
    raise NotImplementedError


def solve(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The solution of A x = b.

    Args:
        a: shape (N, N).
        b: shape (N,), or (N, M) for M right-hand sides; it stays as it is.

    Returns:
        A float64 array of the shape of b.

    Raises:
        ValueError: if a is singular.

    Examples:
        >>> a = np.array([[0.0, 2.0], [1.0, 1.0]])
        >>> solve(a, np.array([4.0, 5.0])).tolist()
        [3.0, 2.0]
    """
    raise NotImplementedError


def determinant(a: np.ndarray) -> float:
    """The determinant; 0 for a singular matrix.

    Args:
        a: shape (N, N).

    Returns:
        A float.

    Examples:
        >>> determinant(np.array([[0.0, 2.0], [1.0, 1.0]]))
        -2.0
        >>> determinant(np.array([[1.0, 2.0], [2.0, 4.0]]))
        0.0
    """
    raise NotImplementedError


def inverse(a: np.ndarray) -> np.ndarray:
    """The inverse.

    Args:
        a: shape (N, N).

    Returns:
        A float64 array of shape (N, N).

    Raises:
        ValueError: if a is singular.

    Examples:
        >>> inverse(np.array([[0.0, 2.0], [1.0, 0.0]])).tolist()
        [[0.0, 1.0], [0.5, 0.0]]
    """
    raise NotImplementedError
