"""Power iteration: the largest eigenvalue by nothing but multiplication.

Multiply a vector by a matrix again and again: the part along the eigenvector
whose eigenvalue is largest in size grows fastest, and soon nothing else can be
seen. PageRank is this, and so are the first principal component and the
spectral norm that some networks divide their weights by. For a symmetric
matrix A and a unit vector v:

    w = A v
    value = v . w                       the Rayleigh quotient
    v = w / |w|                         for the next round

The error of v shrinks by |second eigenvalue / first| in each round, that of
the value by the square of it.

Deflation takes a pair that was found out of the matrix: A - value * v v^T has
the same eigenvectors, and the eigenvalue of v is 0. So the next call finds the
next pair.

Conventions:

- **A** is symmetric, float64, shape (N, N), and its eigenvalue that is largest
  in size is single: no other has the same size. It may be negative.
- **Done** when |A v - value * v| <= tol * |value|, looked at in every round
  before v is changed; v and value of that round are the result.
- **Start**: the vector v0 is handed in, and is divided by its norm first. It
  has a part along the eigenvector that is looked for.
- **Sign** of the eigenvector: either is right.
- **Not done** after max_iter multiplications by A: an error.
- No eigenvalue solver, svd or qr of a library.
"""

import numpy as np


def power_iteration(
    a: np.ndarray,
    v0: np.ndarray,
    tol: float,
    max_iter: int,
) -> tuple[float, np.ndarray]:
    """The eigenvalue that is largest in size, and its eigenvector.

    Args:
        a: symmetric, shape (N, N).
        v0: where to start, shape (N,), not 0 and of any length.
        tol: how far A v may be from value * v, as a share of the value.
        max_iter: how many multiplications by A there may be.

    Returns:
        The eigenvalue, with its sign, and a unit vector of shape (N,).

    Raises:
        ArithmeticError: if it isn't done after max_iter multiplications.

    Examples:
        >>> a = np.array([[-3.0, 0.0], [0.0, 1.0]])
        >>> start = np.array([1.0, 1.0])
        >>> value, vector = power_iteration(a, start, 1e-9, 100)
        >>> round(value, 6), np.abs(vector).round(6).tolist()
        (-3.0, [1.0, 0.0])
    """
    raise NotImplementedError


def deflate(a: np.ndarray, value: float, vector: np.ndarray) -> np.ndarray:
    """The matrix without one eigenpair.

    Args:
        a: symmetric, shape (N, N); it stays as it is.
        value: an eigenvalue of a.
        vector: its unit eigenvector, shape (N,).

    Returns:
        A new float64 array of shape (N, N).

    Examples:
        >>> a = np.array([[2.0, 1.0], [1.0, 2.0]])
        >>> vector = np.array([1.0, 1.0]) / np.sqrt(2.0)
        >>> deflate(a, 3.0, vector).round(6).tolist()
        [[0.5, -0.5], [-0.5, 0.5]]
    """
    raise NotImplementedError


def top_eigenpairs(
    a: np.ndarray,
    k: int,
    tol: float,
    max_iter: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """The k eigenvalues that are largest in size, one after the other.

    Args:
        a: symmetric, shape (N, N), its k + 1 largest eigenvalues of different
            sizes.
        k: how many pairs, from 1 to N.
        tol: as above, for each of them.
        max_iter: as above, for each of them.
        rng: where the starting vectors are drawn from.

    Returns:
        The eigenvalues, shape (k,), the largest in size first, and the unit
        eigenvectors as the columns of an array of shape (N, k).

    Raises:
        ArithmeticError: if one of them isn't done after max_iter.

    Examples:
        >>> a = np.diag([1.0, -5.0, 3.0])
        >>> rng = np.random.default_rng(0)
        >>> values, vectors = top_eigenpairs(a, 2, 1e-9, 500, rng)
        >>> values.round(6).tolist()
        [-5.0, 3.0]
        >>> np.abs(vectors).round(6).tolist()
        [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    """
    raise NotImplementedError
