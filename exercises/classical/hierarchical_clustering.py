"""Hierarchical clustering: a tree of merges instead of a number of clusters.

Every row begins as a cluster of its own, and the two nearest clusters are
merged until one is left. The tree, the dendrogram, can be cut at any number of
clusters afterwards. Phylogenies, heat maps of genes and the duplicates in a
corpus are ordered in this way. What "near" means between clusters is the
linkage. When i and j, which are d_ij apart and have n_i and n_j rows, are
merged, their distance to any other cluster k follows from distances that are
known already (Lance and Williams):

    single     min(d_ik, d_jk)
    complete   max(d_ik, d_jk)
    average    (n_i d_ik + n_j d_jk) / (n_i + n_j)
    ward       sqrt(((n_i + n_k) d_ik^2 + (n_j + n_k) d_jk^2 - n_k d_ij^2)
                    / (n_i + n_j + n_k))

Between single rows all four are the Euclidean distance. Then single linkage is
the distance of the nearest two rows, complete that of the farthest two,
average the mean over all pairs; Ward's is sqrt(2 n_i n_j / (n_i + n_j)) times
the distance of the means, so that each merge adds as little as it can to the
inertia. Ward's recurrence is one of squares: with plain distances it is wrong.

Conventions:

- **Numbers**: the rows are the clusters 0 to N - 1, the cluster that merge t
  makes (t = 0, 1, ...) is N + t, as in SciPy.
- **A merge** is a row of four numbers: the two clusters, the lower number
  first, their distance, and the number of rows in the new cluster.
- **Equal distances**: of pairs (i, j), i < j, that are equally near, the one
  with the lowest i is merged, and of those the one with the lowest j.
- **Heights** of Ward are the distances above, roots: SciPy's, and not the
  inertia that is added, which is half of the square.
- **Cut**: the first N - k merges are made. The clusters are numbered 0 to
  k - 1 in the order of their first row.
- **No library** computes the distances or clusters.
"""

import numpy as np


def update_distance(method: str, d_ik: float, d_jk: float, d_ij: float, n_i: int, n_j: int, n_k: int) -> float:
    """The distance of cluster k to the cluster of i and j.

    Args:
        method: "single", "complete", "average" or "ward".
        d_ik: the distance of i and k.
        d_jk: the distance of j and k.
        d_ij: the distance of i and j.
        n_i: the number of rows in i.
        n_j: the number of rows in j.
        n_k: the number of rows in k.

    Returns:
        A float.

    Examples:
        >>> update_distance("average", 3.0, 6.0, 1.0, 2, 1, 5)
        4.0
    """
    raise NotImplementedError


def linkage(X: np.ndarray, method: str) -> np.ndarray:
    """The merges, in the order in which they are made.

    Args:
        X: shape (N, D), float64, N at least 2.
        method: "single", "complete", "average" or "ward".

    Returns:
        A float64 array of shape (N - 1, 4).

    Examples:
        >>> linkage(np.array([[0.0], [1.0], [5.0]]), "average").tolist()
        [[0.0, 1.0, 1.0, 2.0], [2.0, 3.0, 4.5, 3.0]]
    """
    raise NotImplementedError


def cut(merges: np.ndarray, k: int) -> np.ndarray:
    """The clusters when k of them are left.

    Args:
        merges: what ``linkage`` returns, shape (N - 1, 4).
        k: from 1 to N.

    Returns:
        The cluster of each row: integers, shape (N,).

    Examples:
        >>> merges = np.array([[1.0, 2.0, 1.0, 2.0], [0.0, 3.0, 4.5, 3.0]])
        >>> cut(merges, 2).tolist()
        [0, 1, 1]
    """
    raise NotImplementedError
