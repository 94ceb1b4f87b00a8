"""Gram-Schmidt: an orthonormal basis from any columns, and why once isn't
enough.

Take the columns of A one by one, remove from each what lies along the basis so
far, and stretch the rest to length 1. What was removed, kept, is the other
factor: A = Q R, with orthonormal columns in Q and R upper triangular. With it,
least squares is one triangular system, R x = Q^T b, without the normal
equations that square the condition number.

    for each i < j:  r_ij = q_i . v;  v = v - r_ij q_i     v starts as a_j
    r_jj = |v|;  q_j = v / r_jj

This is the modified form, which takes each part out of what is left. (The
classical form takes all of them out of a_j, and is far worse.) On paper both
are exact. In floating point the modified form's Q loses its orthogonality in
proportion to the condition number: where a_j is almost a combination of those
before, v is small, and the rounding errors in it are stretched with it.

The cure is to do it twice: take the parts along q_1 to q_(j-1) out of v once
more, and add them to the r_ij. Then Q is orthonormal to the last digits,
whatever the condition number. "Twice is enough" is a theorem.

Conventions:

- **A** is (N, K) with N >= K >= 1, float64, and stays as it is.
- **Sign**: the diagonal of R is above 0, so that Q and R are unique.
- **Orthonormal**: no entry of Q^T Q - I is above 1e-12 in size, also where the
  columns of A are parallel to ten digits.
- **Dependent columns**: if |v| in the end is at most 1e-13 times |a_j|, the
  column depends on those before it, and that is an error. A column of zeros
  is one too.
- **No library** does the factorisation or the solving.
"""

import numpy as np


def qr(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The factorisation.

    Args:
        a: shape (N, K), N >= K.

    Returns:
        Q (N, K) with orthonormal columns, and R (K, K), upper triangular.

    Raises:
        ValueError: if a column depends on those before it.

    Examples:
        >>> q, r = qr(np.array([[3.0, 1.0], [4.0, 3.0]]))
        >>> q.round(6).tolist()
        [[0.6, -0.8], [0.8, 0.6]]
        >>> r.round(6).tolist()
        [[5.0, 3.0], [0.0, 1.0]]
    """
    raise NotImplementedError


def least_squares(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The x with the smallest |A x - b|, by the factorisation.

    Args:
        a: shape (N, K), N >= K.
        b: shape (N,).

    Returns:
        A float64 array of shape (K,).

    Raises:
        ValueError: if a column depends on those before it.

    Examples:
        >>> a = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
        >>> least_squares(a, np.array([1.0, 3.0, 2.0])).round(6).tolist()
        [1.5, 0.5]
    """
    raise NotImplementedError
