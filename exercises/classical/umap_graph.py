"""UMAP's graph: who is a neighbour, by each row's own yardstick.

UMAP draws the maps of single cells, documents and embeddings that t-SNE drew
before. Half of it is the layout; the half built here is a weighted graph of
neighbours that the layout then imitates. Distances are not comparable between
dense and sparse regions, so that each row measures with a yardstick of its
own, and the graph is the union of what they all see.

The N rows of X have the Euclidean distances d_ij. Row i looks at its k
nearest other rows. The nearest of them is at the distance

    rho_i = min_j d_ij

and gets full strength, so that nobody is left alone. The other strengths fall
off exponentially, and the width sigma_i makes them sum to log2(k):

    a_ij = exp(-(d_ij - rho_i) / sigma_i)       for the k neighbours j
    sum_j a_ij = log2(k)

and a_ij = 0 for all other rows, itself included. The sum grows with sigma_i,
from 1 towards k, so that sigma_i is found by bisection.

a_ij is how sure i is that j is its neighbour; j may think otherwise. As
probabilities of independent events their union is

    b_ij = a_ij + a_ji - a_ij a_ji

and their intersection a_ij a_ji. UMAP's dial ``mix`` goes from the one to the
other:

    graph = mix * union + (1 - mix) * intersection

Conventions:

- **k others**: a row isn't its own neighbour. (umap-learn counts it among the
  k, and has k - 1 others for the same log2(k).)
- **Tolerance**: the sum is log2(k) to within 1e-5.
- **Any scale**: the same rows, a hundred thousand times as far apart or as
  near, or all of them far from the origin, have the same strengths.
- **Lower limit**: sigma_i is at least 1e-3 times the mean of the row's k
  distances. It is taken where the sum can't come down to log2(k), since too
  many neighbours are as near as the nearest, as in umap-learn.
- **k** is at least 3 and at most N - 1. All rows are different, and of equally
  far rows nothing is asked but for equal strengths.
- **Dtype**: float64. No library computes distances or finds neighbours.
"""

import numpy as np


def smooth_distances(distances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """rho and sigma of each row.

    Args:
        distances: of each row to its k nearest others, ascending, above 0,
            shape (N, k).

    Returns:
        rho and sigma, each of shape (N,).

    Examples:
        >>> rho, sigma = smooth_distances(np.array([[1.0, 2.0, 3.0, 5.0]]))
        >>> rho.tolist(), sigma.round(4).tolist()
        ([1.0], [1.7781])
    """
    raise NotImplementedError


def membership_strengths(X: np.ndarray, k: int) -> np.ndarray:
    """The strengths a_ij, before the union.

    Args:
        X: shape (N, D), float64.
        k: the number of neighbours.

    Returns:
        A float64 array of shape (N, N), with k numbers above 0 in each row.

    Examples:
        >>> X = np.array([[0.0], [1.0], [3.0], [7.0]])
        >>> membership_strengths(X, 3)[0].round(4).tolist()
        [0.0, 1.0, 0.4767, 0.1083]
    """
    raise NotImplementedError


def fuzzy_union(A: np.ndarray, mix: float) -> np.ndarray:
    """The two directions of each pair made one.

    Args:
        A: strengths from 0 to 1, shape (N, N).
        mix: 1 for the union, 0 for the intersection.

    Returns:
        A symmetric float64 array of shape (N, N).

    Examples:
        >>> A = np.array([[0.0, 1.0], [0.5, 0.0]])
        >>> fuzzy_union(A, 1.0).tolist(), fuzzy_union(A, 0.0).tolist()
        ([[0.0, 1.0], [1.0, 0.0]], [[0.0, 0.5], [0.5, 0.0]])
    """
    raise NotImplementedError


def umap_graph(X: np.ndarray, k: int, mix: float) -> np.ndarray:
    """The graph of the rows.

    Args:
        X: shape (N, D), float64.
        k: the number of neighbours.
        mix: 1 for the union, 0 for the intersection.

    Returns:
        A symmetric float64 array of shape (N, N), 0 on the diagonal.

    Examples:
        >>> X = np.array([[0.0], [1.0], [3.0], [7.0]])
        >>> umap_graph(X, 3, 1.0)[0].round(4).tolist()
        [0.0, 1.0, 0.6932, 0.3047]
    """
    raise NotImplementedError
