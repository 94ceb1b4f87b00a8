"""DBSCAN: clusters are where it is dense, and the rest is noise.

k-means wants to know K and finds round heaps. DBSCAN finds clusters of any
shape, moons and rivers, tells how many there are, and calls a row noise that
belongs to none. It is used on GPS tracks, point clouds and embeddings, and
HDBSCAN has grown out of it. It has two dials, eps and min_samples. Of the rows
X, (N, D), with the Euclidean distance d:

    neighbours of n   all rows m with d(x_n, x_m) <= eps, n itself too
    core row          has at least min_samples neighbours
    cluster           core rows that are connected by steps from one core
                      row to another, each of length eps at most
    border row        isn't core but a neighbour of a core row, to whose
                      cluster it belongs
    noise             everything else

A border row ends a cluster: nothing is reached through it. Two clusters that
share a border row stay two.

To choose eps, look at the distance of each row to its k-th nearest row, with
k = min_samples: exactly the rows for which it is at most eps are core.

Conventions:

- **A row is its own neighbour**, and counts for min_samples; and it is the
  first of its own nearest rows, at distance 0. (So in the paper and in
  scikit-learn; others count without it.)
- **Exactly eps** away is near. The tests have whole numbers where that
  matters.
- **Numbers**: clusters are 0, 1, 2, ... in the order of their first core row,
  the one with the lowest index. Noise is -1.
- **A border row between clusters** belongs to the one with the lowest number.
  (The paper leaves it to the order of the visit; this is scikit-learn's.)
- **No library** computes the distances or clusters.
"""

import numpy as np


def core_rows(X: np.ndarray, eps: float, min_samples: int) -> np.ndarray:
    """Which rows are core.

    Args:
        X: shape (N, D), float64.
        eps: how far neighbours are at most, above 0.
        min_samples: how many neighbours a core row has at least.

    Returns:
        A boolean array of shape (N,).

    Examples:
        >>> X = np.array([[0.0], [1.0], [2.0], [9.0]])
        >>> core_rows(X, 1.0, 3).tolist()
        [False, True, False, False]
    """
    raise NotImplementedError


def dbscan(X: np.ndarray, eps: float, min_samples: int) -> np.ndarray:
    """The cluster of each row.

    Args:
        X: shape (N, D), float64.
        eps: how far neighbours are at most, above 0.
        min_samples: how many neighbours a core row has at least.

    Returns:
        An integer array of shape (N,): numbers of clusters, -1 for noise.

    Examples:
        >>> X = np.array([[9.0], [0.0], [1.0], [2.0]])
        >>> dbscan(X, 1.0, 3).tolist()
        [-1, 0, 0, 0]
    """
    raise NotImplementedError


def k_distances(X: np.ndarray, k: int) -> np.ndarray:
    """The distance of each row to its k-th nearest row, where it is the first.

    Args:
        X: shape (N, D), float64.
        k: from 1 to N.

    Returns:
        A float64 array of shape (N,), in the order of the rows.

    Examples:
        >>> k_distances(np.array([[0.0], [1.0], [5.0]]), 2).tolist()
        [1.0, 1.0, 4.0]
    """
    raise NotImplementedError
