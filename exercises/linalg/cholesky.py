"""Cholesky: the square root of a covariance matrix.

A symmetric matrix A is positive definite when v.Av > 0 for every v but 0, as
covariances and kernel matrices are. Exactly then it is L L^T with L lower
triangular and a diagonal above 0. Half as much work as LU, no pivoting, and
three things fall out of it: systems A x = b by two substitutions, the
log-determinant of a Gaussian's density, and samples: L z has the covariance A
when z is standard normal. Column by column, from the left:

    l_jj = sqrt(a_jj - sum_(k<j) l_jk^2)
    l_ij = (a_ij - sum_(k<j) l_ik l_jk) / l_jj              i > j

What stands under the root is what is left of a_jj after the columns before it
have explained their part. If it isn't above 0, A isn't positive definite: the
factorisation is the test for it, with no eigenvalue.

When A gets one more term, A + v v^T (one more observation), the factor is
brought up to date in N^2 steps instead of N^3 by rotations: for k = 0 to N - 1

    r = sqrt(l_kk^2 + v_k^2);  c = r / l_kk;  s = v_k / l_kk;  l_kk = r
    l_ik = (l_ik + s v_i) / c;  v_i = c v_i - s l_ik (the new one)     i > k

Conventions:

- **A** is symmetric, (N, N), N at least 1, float64; only its lower triangle is
  read.
- **Not positive definite**: if what stands under a root is at most 1e-12 times
  the entry a_jj that it is left of (or a_jj isn't above 0), that is an error.
- **L** has zeros above the diagonal.
- **No library** does the factorisation, the solving or the determinant.
"""

import numpy as np


def cholesky(a: np.ndarray) -> np.ndarray:
    """The factor L.

    Args:
        a: symmetric, shape (N, N); its upper triangle may hold anything.

    Returns:
        L, shape (N, N), float64.

    Raises:
        ValueError: if a isn't positive definite.

    Examples:
        >>> cholesky(np.array([[4.0, 2.0], [2.0, 10.0]])).tolist()
        [[2.0, 0.0], [1.0, 3.0]]
    """
    raise NotImplementedError


def solve(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The solution of A x = b.

    Args:
        a: symmetric and positive definite, shape (N, N).
        b: shape (N,).

    Returns:
        A float64 array of shape (N,).

    Raises:
        ValueError: if a isn't positive definite.

    Examples:
        >>> a = np.array([[4.0, 2.0], [2.0, 10.0]])
        >>> solve(a, np.array([8.0, 22.0])).tolist()
        [1.0, 2.0]
    """
    raise NotImplementedError


def log_determinant(a: np.ndarray) -> float:
    """The logarithm of the determinant, also where the determinant itself is
    too large or too small for a float.

    Args:
        a: symmetric and positive definite, shape (N, N).

    Returns:
        A float.

    Raises:
        ValueError: if a isn't positive definite.

    Examples:
        >>> round(log_determinant(np.diag([2.0, 3.0])), 6)
        1.791759
    """
    raise NotImplementedError


def update(factor: np.ndarray, v: np.ndarray) -> np.ndarray:
    """The factor of A + v v^T from the factor of A, in N^2 steps and without
    making A, in which small entries of the factor would be lost.

    Args:
        factor: L, shape (N, N); it stays as it is.
        v: shape (N,); it stays as it is.

    Returns:
        The new factor, shape (N, N), float64.

    Examples:
        >>> update(np.array([[3.0]]), np.array([4.0])).tolist()
        [[5.0]]
    """
    raise NotImplementedError
