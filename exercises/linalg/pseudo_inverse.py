"""The pseudo-inverse: the best that can be done where there is no inverse.

A x = b has no solution when the columns of A can't reach b, and many when they
depend on each other. The pseudo-inverse A+ of Moore and Penrose settles both:
among all x with the smallest |A x - b|, A+ b is the shortest. It is behind
linear regression with more features than samples, inverse kinematics, and
every "solve it somehow" of a library. It is the only X with

    A X A = A,   X A X = X,   A X and X A symmetric

and the singular value decomposition A = U S V^T writes it down:

    A+ = V S+ U^T,   where S+ has 1 / s_i, and 0 for the s_i that are 0

In floating point no singular value is 0 exactly. One that should be is left as
rounding, and its inverse would be 1e16. So a tolerance decides which ones
count, and with that, the rank.

Conventions:

- **A** is (N, M), of any two sizes at least 1, float64.
- **Rank**: a singular value counts if it is above rtol times the largest.
  Zeros have rank 0, and their pseudo-inverse is zeros of shape (M, N).
- **rtol** is from 0 to below 1.
- ``numpy.linalg.svd`` may be used; ``pinv``, ``lstsq``, ``matrix_rank`` not.
"""

import numpy as np


def rank(a: np.ndarray, rtol: float) -> int:
    """How many singular values count.

    Args:
        a: shape (N, M).
        rtol: the tolerance.

    Returns:
        From 0 to min(N, M).

    Examples:
        >>> rank(np.diag([5.0, 1e-14, 2.0]), 1e-10)
        2
    """
    raise NotImplementedError


def pseudo_inverse(a: np.ndarray, rtol: float) -> np.ndarray:
    """The pseudo-inverse.

    Args:
        a: shape (N, M).
        rtol: the tolerance.

    Returns:
        A float64 array of shape (M, N).

    Examples:
        >>> a = np.array([[2.0, 0.0], [0.0, 0.0], [0.0, 4.0]])
        >>> pseudo_inverse(a, 1e-10).tolist()
        [[0.5, 0.0, 0.0], [0.0, 0.0, 0.25]]
    """
    raise NotImplementedError


def minimum_norm_solution(a: np.ndarray, b: np.ndarray, rtol: float) -> np.ndarray:
    """Of all x with the smallest |A x - b|, the one with the smallest |x|.

    Args:
        a: shape (N, M).
        b: shape (N,), or (N, K) for K right-hand sides.
        rtol: the tolerance.

    Returns:
        A float64 array of shape (M,) or (M, K).

    Examples:
        >>> a = np.array([[1.0, 1.0]])
        >>> x = minimum_norm_solution(a, np.array([4.0]), 1e-10)
        >>> x.round(6).tolist()
        [2.0, 2.0]
    """
    raise NotImplementedError
