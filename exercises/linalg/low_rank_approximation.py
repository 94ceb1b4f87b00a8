"""Low-rank approximation: the best matrix of rank k, by the singular values.

A matrix of N x M numbers that is nearly of rank k can be kept as two factors
with k (N + M): images, recommendations, and the updates of LoRA. The singular
value decomposition A = sum_i s_i u_i v_i^T, with s_1 >= s_2 >= ... >= 0, says
which matrix of rank k is the closest: the sum of its first k terms. By the
theorem of Eckart and Young none of that rank is closer, and the error is known
from the singular values that were left out:

    Frobenius norm    sqrt(s_(k+1)^2 + s_(k+2)^2 + ...)
    spectral norm     s_(k+1)

The spectral norm of a matrix is its largest singular value, how much it can
stretch a vector; the Frobenius norm is the root of the sum of squares of its
entries.

How large k should be is often said as a share of the energy, which is the sum
of the squared singular values: the smallest k whose first k values hold it.

Conventions:

- **A** is (N, M), of any two sizes at least 1, float64, not all 0; it stays as
  it is. It has min(N, M) singular values.
- **k** goes from 0 to min(N, M): 0 gives zeros.
- **Factors**: the singular values are shared out evenly, as their roots, so
  that both factors are of the same size.
- ``numpy.linalg.svd`` may be used.
"""

import numpy as np


def truncate(a: np.ndarray, k: int) -> np.ndarray:
    """The matrix of rank k (or less) that is closest to A.

    Args:
        a: shape (N, M).
        k: from 0 to min(N, M).

    Returns:
        A float64 array of shape (N, M).

    Raises:
        ValueError: if k is below 0 or above min(N, M).

    Examples:
        >>> truncate(np.diag([3.0, 1.0, 2.0]), 2).round(6).tolist()
        [[3.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 2.0]]
    """
    raise NotImplementedError


def factors(a: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """That matrix as a product of two thin ones.

    Args:
        a: shape (N, M).
        k: from 1 to min(N, M).

    Returns:
        B (N, k) and C (k, M) with B C = truncate(a, k). Column i of B and row
        i of C have the same length, sqrt(s_i).

    Raises:
        ValueError: if k is below 1 or above min(N, M).

    Examples:
        >>> b, c = factors(np.diag([4.0, 1.0]), 1)
        >>> (b @ c).round(6).tolist(), np.abs(b).round(6).tolist()
        ([[4.0, 0.0], [0.0, 0.0]], [[2.0], [0.0]])
    """
    raise NotImplementedError


def truncation_errors(a: np.ndarray, k: int) -> tuple[float, float]:
    """How far truncate(a, k) is from A.

    Args:
        a: shape (N, M).
        k: from 0 to min(N, M).

    Returns:
        The Frobenius norm and the spectral norm of the difference.

    Raises:
        ValueError: if k is below 0 or above min(N, M).

    Examples:
        >>> errors = truncation_errors(np.diag([3.0, 4.0, 12.0]), 1)
        >>> [round(error, 6) for error in errors]
        [5.0, 4.0]
    """
    raise NotImplementedError


def rank_for_energy(a: np.ndarray, share: float) -> int:
    """The smallest k whose first k singular values hold a share of the energy.

    Args:
        a: shape (N, M).
        share: above 0 and below 1.

    Returns:
        A whole number from 1 to min(N, M).

    Raises:
        ValueError: if the share isn't above 0 and below 1.

    Examples:
        >>> a = np.diag([3.0, 1.0, 2.0])
        >>> rank_for_energy(a, 0.6), rank_for_energy(a, 0.9)
        (1, 2)
    """
    raise NotImplementedError
