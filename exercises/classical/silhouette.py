"""The silhouette and the elbow: how many clusters are there?

Clusters come without labels to check them against, and the inertia falls with
every further cluster. The silhouette compares, for each row, how far its own
cluster is with how far the next one is. The rows X are (N, D), d is the
Euclidean distance, C(n) is the cluster of row n:

    a_n = mean of d(x_n, x_m) over the other rows m of C(n)
    b_n = min over the other clusters C of
          the mean of d(x_n, x_m) over all rows m of C
    s_n = (b_n - a_n) / max(a_n, b_n)                   -1 <= s_n <= 1

Near 1 a row is well inside its cluster, near 0 it is between two, below 0 it
would be better off in another one. The score of a clustering is the mean of
s_n over all rows; one runs the clustering for several K and takes the K with
the largest score. The elbow is the older way: draw the inertia

    W = sum_n |x_n - mean of C(n)|^2

over K and look for where it stops falling steeply.

Conventions:

- **a_n leaves out the row itself**: its distance to itself is 0, and the mean
  is over the other rows of the cluster.
- **Alone in its cluster**: s_n is 0. (So in Rousseeuw's paper and in
  scikit-learn.)
- **a_n and b_n both 0**: s_n is 0.
- **Labels** are integers, any of them, with gaps and below 0.
- **The score** is the mean over the rows, and not over the clusters.
- **Number of clusters**: from 2 to N - 1, otherwise ValueError in
  ``silhouette_samples`` and ``silhouette_score``. The elbow takes any number.
- **Distances** may be computed as you like, but with no library that computes
  distances or clusters.
"""

import numpy as np


def silhouette_samples(X: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The silhouette of each row.

    Args:
        X: shape (N, D), float64.
        labels: the cluster of each row, integers, shape (N,).

    Returns:
        A float64 array of shape (N,).

    Raises:
        ValueError: if there are fewer than 2 or more than N - 1 clusters.

    Examples:
        >>> X = np.array([[0.0], [1.0], [5.0]])
        >>> silhouette_samples(X, np.array([7, 7, 3])).tolist()
        [0.8, 0.75, 0.0]
    """
    raise NotImplementedError


def silhouette_score(X: np.ndarray, labels: np.ndarray) -> float:
    """The mean silhouette of all rows.

    Args:
        X: shape (N, D), float64.
        labels: the cluster of each row, integers, shape (N,).

    Returns:
        A float from -1 to 1.

    Raises:
        ValueError: if there are fewer than 2 or more than N - 1 clusters.

    Examples:
        >>> X = np.array([[0.0], [1.0], [5.0]])
        >>> round(silhouette_score(X, np.array([7, 7, 3])), 6)
        0.516667
    """
    raise NotImplementedError


def elbow_curve(X: np.ndarray, labelings: list[np.ndarray]) -> np.ndarray:
    """The inertia W of each of several clusterings of the same rows.

    Args:
        X: shape (N, D), float64.
        labelings: one array of labels, shape (N,), for each clustering.

    Returns:
        A float64 array, one number for each clustering.

    Examples:
        >>> X = np.array([[0.0], [2.0], [7.0]])
        >>> one, two = np.array([0, 0, 0]), np.array([0, 0, 1])
        >>> elbow_curve(X, [one, two]).tolist()
        [26.0, 2.0]
    """
    raise NotImplementedError
