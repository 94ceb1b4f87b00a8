"""k nearest neighbours: a model that is its training data.

To classify a row, look up the k training rows that are nearest to it and let
them vote; to predict a number, take the mean of theirs. There is nothing to
train, the boundary may have any shape, and k is the only dial: k = 1 follows
every noisy point, k = N predicts the same for everything. Vector search behind
retrieval is this lookup at scale. For a query q and a training row x:

    euclidean   sqrt(sum_d (q_d - x_d)^2)
    manhattan   sum_d |q_d - x_d|
    cosine      1 - q.x / (|q| |x|)

Conventions:

- **Shapes**: the N training rows are X, (N, D), their labels or targets y,
  (N,); the M queries are Q, (M, D); k goes from 1 to N.
- **Equal distances**: of two training rows that are equally far away, the one
  with the lower index is nearer. Distances are equal if they are the same
  numbers; the tests have whole numbers there.
- **Vote**: each neighbour has one vote, however near it is. Of labels with
  equally many votes, the smallest wins.
- **Labels** are integers, any of them, with gaps. Rows aren't zero where the
  cosine is asked for.
- **Dtype**: distances and means are float64, predicted labels integers.
"""

import numpy as np


def neighbours(X: np.ndarray, Q: np.ndarray, k: int, metric: str = "euclidean") -> np.ndarray:
    """The indices of the k nearest training rows.

    Args:
        X: training rows, shape (N, D).
        Q: queries, shape (M, D).
        k: from 1 to N.
        metric: "euclidean", "manhattan" or "cosine".

    Returns:
        An integer array of shape (M, k), the nearest first.

    Raises:
        ValueError: if k isn't from 1 to N, or for another metric.

    Examples:
        >>> X = np.array([[4.0, 0.0], [0.0, 1.0], [0.0, 3.0], [0.0, -1.0]])
        >>> Q = np.array([[0.0, 0.0], [0.0, 5.0]])
        >>> neighbours(X, Q, 3).tolist()
        [[1, 3, 2], [2, 1, 3]]
    """
    raise NotImplementedError


def classify(X: np.ndarray, y: np.ndarray, Q: np.ndarray, k: int, metric: str = "euclidean") -> np.ndarray:
    """The label that most of the k nearest neighbours have.

    Args:
        X: training rows, shape (N, D).
        y: integer labels, shape (N,).
        Q: queries, shape (M, D).
        k: from 1 to N.
        metric: as for ``neighbours``.

    Returns:
        An integer array of shape (M,).

    Raises:
        ValueError: as for ``neighbours``.

    Examples:
        >>> X = np.array([[1.0], [2.0], [3.0], [9.0]])
        >>> y = np.array([7, -2, 7, -2])
        >>> classify(X, y, np.array([[0.0], [8.0]]), 3).tolist()
        [7, -2]
        >>> classify(X, y, np.array([[0.0]]), 2).tolist()
        [-2]
    """
    raise NotImplementedError


def regress(X: np.ndarray, y: np.ndarray, Q: np.ndarray, k: int, metric: str = "euclidean") -> np.ndarray:
    """The mean target of the k nearest neighbours.

    Args:
        X: training rows, shape (N, D).
        y: targets, shape (N,).
        Q: queries, shape (M, D).
        k: from 1 to N.
        metric: as for ``neighbours``.

    Returns:
        A float64 array of shape (M,).

    Raises:
        ValueError: as for ``neighbours``.

    Examples:
        >>> X = np.array([[1.0], [2.0], [9.0]])
        >>> y = np.array([4.0, 5.0, 0.0])
        >>> regress(X, y, np.array([[0.0]]), 2).tolist()
        [4.5]
    """
    raise NotImplementedError
