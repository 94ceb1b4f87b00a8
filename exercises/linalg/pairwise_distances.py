"""Pairwise distances: between all rows of one matrix and all rows of another.

Nearest neighbours, k-means, kernels and vector search begin with this matrix,
and the double loop over rows is what makes them slow. For rows a of x and b of
y, each with D features:

    squared Euclidean   sum_d (a_d - b_d)^2 = |a|^2 + |b|^2 - 2 a.b
    Manhattan           sum_d |a_d - b_d|
    cosine              1 - a.b / (|a| |b|)

The right-hand side of the first line needs one matrix product and no array of
shape (N, M, D), which is how libraries do it. It has a price: where a and b
are close together, two large numbers are subtracted, and rounding may leave
something below 0, whose square root is nan.

Conventions:

- **Shapes**: x is (N, D) and y is (M, D); the result is (N, M). Without y the
  distances are those among the rows of x, of shape (N, N).
- **Never negative**: no distance is below 0, and without y the diagonal is 0
  exactly.
- **Rounding**: an error of 1e-9 times the largest |a|^2 + |b|^2 is fine for
  the squared distance.
- **Cosine** distances go from 0 to 2, and never beyond. A row of zeros has no
  direction: its distance to every other row is 1. Any other row has one,
  however short.
- **Dtype**: float64.
"""

import numpy as np


def squared_distances(x: np.ndarray, y: np.ndarray | None = None) -> np.ndarray:
    """The squared Euclidean distances.

    Args:
        x: shape (N, D).
        y: shape (M, D), or None for x itself.

    Returns:
        A float64 array of shape (N, M).

    Examples:
        >>> x = np.array([[0.0, 0.0], [3.0, 4.0]])
        >>> squared_distances(x, np.array([[3.0, 0.0]])).tolist()
        [[9.0], [16.0]]
        >>> squared_distances(x).tolist()
        [[0.0, 25.0], [25.0, 0.0]]
    """
    raise NotImplementedError


def manhattan_distances(x: np.ndarray, y: np.ndarray | None = None) -> np.ndarray:
    """The sums of absolute differences.

    Args:
        x: shape (N, D).
        y: shape (M, D), or None for x itself.

    Returns:
        A float64 array of shape (N, M).

    Examples:
        >>> x = np.array([[0.0, 0.0], [3.0, -4.0]])
        >>> manhattan_distances(x, np.array([[1.0, 1.0]])).tolist()
        [[2.0], [7.0]]
    """
    raise NotImplementedError


def cosine_distances(x: np.ndarray, y: np.ndarray | None = None) -> np.ndarray:
    """One less the cosine of the angle.

    Args:
        x: shape (N, D).
        y: shape (M, D), or None for x itself.

    Returns:
        A float64 array of shape (N, M).

    Examples:
        >>> x = np.array([[2.0, 0.0], [0.0, 0.0]])
        >>> y = np.array([[5.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])
        >>> cosine_distances(x, y).tolist()
        [[0.0, 1.0, 2.0], [1.0, 1.0, 1.0]]
    """
    raise NotImplementedError
