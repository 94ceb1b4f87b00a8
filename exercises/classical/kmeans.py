"""k-means: K points that stand for all others.

Customer segments, colour palettes, the codebooks of vector search and image
tokens: each row is replaced by the nearest of K centroids. The rows X are
(N, D), the centroids c are (K, D), and z_n is the cluster of row n. What is
made small is the inertia, the sum of squared Euclidean distances:

    J(z, c) = sum_n |x_n - c_(z_n)|^2

Finding the smallest J is NP-hard. Lloyd's algorithm alternates two steps, each
of which is the best one while the other half is held fixed:

    assign   z_n = argmin_k |x_n - c_k|^2
    update   c_k = the mean of the rows with z_n = k

Neither can make J larger, and there are finitely many assignments, so it comes
to rest: at a local minimum that depends on where it began. Hence the start is
handed in here (k-means++ is a good one), and people run it several times.

Conventions:

- **Equal distances**: of two centroids that are equally near, the row belongs
  to the one with the lower index. Distances are equal if they are the same
  numbers; the tests have whole numbers there. Rows may lie far from 0, where
  |x|^2 - 2 x.c + |c|^2 has no digits left.
- **Empty clusters**: a centroid without rows stays where it is. (Others move
  it to the row that is farthest from its centroid.)
- **One iteration** of ``kmeans`` is an update and an assignment. The very
  first assignment, to the centroids of the start, belongs to no iteration.
- **Stop**: after the first iteration that changes no label, or after
  max_steps.
- **history** has the inertia of the start, after the first assignment, and
  that after each iteration, all with the labels and centroids of that moment.
- **Dtype**: float64; labels are integers.
"""

import numpy as np


def assign(X: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """The nearest centroid of each row.

    Args:
        X: shape (N, D).
        centroids: shape (K, D).

    Returns:
        An integer array of shape (N,): numbers from 0 to K - 1.

    Examples:
        >>> X = np.array([[0.0], [4.0], [5.0], [9.0]])
        >>> assign(X, np.array([[1.0], [9.0]])).tolist()
        [0, 0, 0, 1]
    """
    raise NotImplementedError


def update(X: np.ndarray, labels: np.ndarray, centroids: np.ndarray) -> np.ndarray:
    """The centroids of the clusters.

    Args:
        X: shape (N, D).
        labels: the cluster of each row, integers, shape (N,).
        centroids: those before, shape (K, D); they stay as they are.

    Returns:
        A new float64 array of shape (K, D).

    Examples:
        >>> X = np.array([[0.0], [4.0], [9.0]])
        >>> old = np.array([[1.0], [9.0], [7.0]])
        >>> update(X, np.array([0, 0, 1]), old).tolist()
        [[2.0], [9.0], [7.0]]
    """
    raise NotImplementedError


def kmeans(X: np.ndarray, centroids: np.ndarray, max_steps: int) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Lloyd's algorithm.

    Args:
        X: shape (N, D), N at least 1.
        centroids: the start, shape (K, D); it stays as it is.
        max_steps: the largest number of iterations, at least 1.

    Returns:
        The centroids, shape (K, D), the labels, shape (N,), and the history, a
        list of floats.

    Examples:
        >>> X = np.array([[0.0], [2.0], [10.0]])
        >>> start = np.array([[0.0], [1.0]])
        >>> centroids, labels, history = kmeans(X, start, 10)
        >>> centroids.tolist(), labels.tolist()
        ([[1.0], [10.0]], [0, 0, 1])
        >>> history
        [82.0, 20.0, 2.0]
    """
    raise NotImplementedError
