"""Spectral clustering: cut a graph where it is thin.

Two moons within each other have the same mean, near enough, and k-means cuts
both in half. Spectral clustering asks who is connected with whom: it makes a
graph of the rows, takes the smoothest functions on it as new coordinates, and
there the moons are two points that k-means can't miss. The same coordinates
divide images into segments, and give graph networks their positions.

The rows X are (N, D). The affinity of two rows, the weight of their edge, is

    W_nm = exp(-gamma |x_n - x_m|^2)      n != m;      W_nn = 0

The degree of a row is d_n = sum_m W_nm, and the normalized Laplacian is

    L = I - D^(-1/2) W D^(-1/2)           D = diag(d)

It is symmetric with eigenvalues from 0 to 2. The smaller the eigenvalue, the
less its eigenvector differs across heavy edges; with K parts and no edge
between them, 0 is there K times. So (Ng, Jordan and Weiss):

    U = the eigenvectors of the K smallest eigenvalues, as columns   (N, K)
    T = U, each row divided by its length                            (N, K)
    labels = k-means of the rows of T, with K clusters

Conventions:

- **Affinity**: squared distance times gamma, and 0 on the diagonal: a row has
  no edge to itself.
- **All K** smallest eigenvalues count, the first one (0) too.
- **Signs**, and the choice of vectors where eigenvalues are equal, are open:
  T may be turned or mirrored, which changes no distance between its rows.
- **Degrees** are above 0, and rows of U aren't 0, in all that is graded.
- **k-means** is given; it needs no generator. Numbers of clusters are open.
- **No library** computes distances or clusters; one for eigenvectors is fine.
"""

import numpy as np


# given
def kmeans(rows: np.ndarray, k: int) -> np.ndarray:
    """Lloyd's algorithm, started at rows that are far from each other.

    Args:
        rows: shape (N, D).
        k: the number of clusters.

    Returns:
        The cluster of each row: integers, shape (N,).

    Examples:
        >>> kmeans(np.array([[0.0], [1.0], [9.0]]), 2).tolist()
        [0, 0, 1]
    """
    chosen = [0]
    for _ in range(k - 1):
        squares = ((rows[:, None] - rows[chosen]) ** 2).sum(axis=2)
        chosen.append(int(squares.min(axis=1).argmax()))
    centroids = rows[chosen]
    for _ in range(20):
        labels = ((rows[:, None] - centroids) ** 2).sum(axis=2).argmin(axis=1)
        for j in np.unique(labels):
            centroids[j] = rows[labels == j].mean(axis=0)
    return labels


def affinity(X: np.ndarray, gamma: float) -> np.ndarray:
    """The weights of the edges.

    Args:
        X: shape (N, D), float64.
        gamma: above 0.

    Returns:
        A symmetric float64 array of shape (N, N).

    Examples:
        >>> affinity(np.array([[0.0], [2.0]]), 0.5).round(6).tolist()
        [[0.0, 0.135335], [0.135335, 0.0]]
    """
    raise NotImplementedError


def normalized_laplacian(W: np.ndarray) -> np.ndarray:
    """The symmetric normalized Laplacian of a graph.

    Args:
        W: weights, at least 0, symmetric, shape (N, N).

    Returns:
        A float64 array of shape (N, N).

    Examples:
        >>> normalized_laplacian(np.array([[0.0, 4], [4, 0]])).tolist()
        [[1.0, -1.0], [-1.0, 1.0]]
    """
    raise NotImplementedError


def spectral_embedding(W: np.ndarray, k: int) -> np.ndarray:
    """The rows of T: where each node of the graph comes to lie.

    Args:
        W: weights, at least 0, symmetric, shape (N, N).
        k: the number of eigenvectors, from 1 to N.

    Returns:
        A float64 array of shape (N, k) with rows of length 1.

    Examples:
        >>> T = spectral_embedding(np.array([[0.0, 4.0], [4.0, 0.0]]), 1)
        >>> (T @ T.T).round(6).tolist()
        [[1.0, 1.0], [1.0, 1.0]]
    """
    raise NotImplementedError


def spectral_clustering(X: np.ndarray, k: int, gamma: float) -> np.ndarray:
    """The cluster of each row.

    Args:
        X: shape (N, D), float64.
        k: the number of clusters.
        gamma: that of the affinity.

    Returns:
        An integer array of shape (N,): numbers from 0 to k - 1.

    Examples:
        >>> X = np.array([[0.0], [1.0], [9.0]])
        >>> labels = spectral_clustering(X, 2, 0.1).tolist()
        >>> labels[0] == labels[1], labels[0] == labels[2]
        (True, False)
    """
    raise NotImplementedError
