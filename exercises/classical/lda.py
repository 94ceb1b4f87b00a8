"""Fisher's linear discriminant: the projection that keeps classes apart.

PCA looks for the directions in which all rows vary most, and doesn't know the
labels: two long, parallel classes fall together on their common axis. Fisher's
discriminant looks for the directions in which the means of the classes are far
apart, measured by how much rows vary within their class. It is a projection to
K - 1 dimensions at most, and a classifier; speaker and face recognition were
built on it, and it is a probe for what a network's features separate.

There are N rows x_n in K classes; class c has n_c rows and the mean m_c, and m
is the mean of all rows. The scatter matrices are sums, not averages:

    S_w = sum_c sum_(n in c) (x_n - m_c) (x_n - m_c)^T       within,  (D, D)
    S_b = sum_c n_c (m_c - m) (m_c - m)^T                    between, (D, D)

Together they are the scatter of all rows about m. A direction w has the ratio

    J(w) = (w^T S_b w) / (w^T S_w w)

and its stationary points solve the generalized eigenproblem

    S_b w = J S_w w

The first direction has the largest J, the next one the largest among those
with w^T S_w w_1 = 0, and so on. For two classes w is S_w^-1 (m_1 - m_0), up to
its length. S_w^-1 S_b is not symmetric: an eigensolver for symmetric matrices
(numpy's eigh) gives nonsense for it.

To classify, project the rows and the class means, and take the class with the
nearest projected mean. For that the length of w matters:

Conventions:

- **Directions are rows**, (k, D), the one of the largest J first.
- **Length**: the variance within the classes, pooled, is 1 along each w:
  w^T S_w w = N - K. (They aren't unit vectors, and not orthogonal.)
- **Sign**: of each direction, the entry of the largest magnitude is above 0.
- **k** is from 1 to the smaller of K - 1 and D. S_w can be inverted, and the
  first k values of J are different and above 0, in all that is graded.
- **Labels** are integers, any of them, with gaps.
- **Classification** uses the Euclidean distance in the projection, and no
  prior: how many rows a class has makes no difference.
- **Dtype**: float64; labels are integers.
"""

import numpy as np


def scatter_matrices(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The scatter within the classes and between them.

    Args:
        X: shape (N, D), float64.
        y: the class of each row, integers, shape (N,).

    Returns:
        S_w and S_b, each of shape (D, D).

    Examples:
        >>> X, y = np.array([[0.0], [2.0], [7.0]]), np.array([0, 0, 1])
        >>> within, between = scatter_matrices(X, y)
        >>> within.tolist(), between.tolist()
        ([[2.0]], [[24.0]])
    """
    raise NotImplementedError


def fisher_directions(X: np.ndarray, y: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The first k directions and their ratios.

    Args:
        X: shape (N, D), float64.
        y: the class of each row, integers, shape (N,).
        k: how many directions.

    Returns:
        The directions, shape (k, D), and their J, shape (k,).

    Examples:
        >>> X, y = np.array([[0.0], [2.0], [7.0]]), np.array([0, 0, 1])
        >>> directions, ratios = fisher_directions(X, y, 1)
        >>> directions.round(6).tolist(), ratios.round(6).tolist()
        ([[0.707107]], [12.0])
    """
    raise NotImplementedError


def predict(X: np.ndarray, y: np.ndarray, Q: np.ndarray, k: int) -> np.ndarray:
    """The classes of new rows, by the nearest projected mean.

    Args:
        X: rows whose class is known, shape (N, D), float64.
        y: the class of each of them, integers, shape (N,).
        Q: new rows, shape (M, D).
        k: how many directions to project to.

    Returns:
        Labels from y: integers, shape (M,).

    Examples:
        >>> X, y = np.array([[0.0], [2.0], [7.0]]), np.array([4, 4, 9])
        >>> predict(X, y, np.array([[3.0], [5.0]]), 1).tolist()
        [4, 9]
    """
    raise NotImplementedError
