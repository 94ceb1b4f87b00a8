"""Locally linear embedding: unroll what is flat only nearby.

Pictures of a turning face lie on a curve in the space of all pictures, and
straight lines through it, such as PCA's, cut across. Locally linear embedding
asks of each row only how it is made up from its neighbours, and looks for
images in few dimensions that are made up in the same way. No iterations, no
local minima: two linear problems. It started, with Isomap, what t-SNE and UMAP
are the heirs of.

The rows x_i are those of X, (N, D); row i has the k neighbours N(i).

**Weights.** They make the row up as well as they can, and sum to 1:

    min over w of  |x_i - sum_(j in N(i)) w_ij x_j|^2,    sum_j w_ij = 1

With the k rows x_j - x_i as G, (k, D), this is w^T C w with C = G G^T, (k, k).
C is singular if k is more than D, so that it is regularized, and the minimum
is the solution of a linear system, divided by its sum:

    (C + reg * trace(C) * I) w = (1, ..., 1)^T,    w = w / sum(w)

Such weights stay the same when all rows are turned, moved or scaled: they say
what the neighbourhood looks like and not where it is.

**Images.** The rows y_i of Y, (N, d), have the least error with these weights:

    min over Y of  sum_i |y_i - sum_j w_ij y_j|^2  =  trace(Y^T M Y)
    M = (I - W)^T (I - W)                                    (N, N)

where W has w_ij in row i and column j, and 0 elsewhere. So that they don't all
fall together, they have the mean 0, and (1/N) Y^T Y = I. The solution is in
the eigenvectors of M with the smallest eigenvalues. The smallest is 0: its
vector is constant, since the weights sum to 1, and is left out; the d next
ones are the columns of Y.

Conventions:

- **Regularization**: reg times the trace of C is added to each entry of the
  diagonal, as in scikit-learn. (Saul and Roweis divide by k as well.)
- **Weights** may be below 0.
- **Columns of Y** are in ascending order of their eigenvalues, each with the
  mean square 1: sqrt(N) times a unit vector. Their signs are open.
- **Data**: the trace of C is above 0, 0 is an eigenvalue of M once, and the
  eigenvalues that count are different, in all that is graded.
- **Neighbours** are found by given code; NumPy's eigenvectors are fine.
"""

import numpy as np


# given
def nearest_rows(X: np.ndarray, k: int) -> np.ndarray:
    """The k nearest other rows of each row.

    Args:
        X: shape (N, D).
        k: from 1 to N - 1.

    Returns:
        Indices, shape (N, k), the nearest first.

    Examples:
        >>> nearest_rows(np.array([[0.0], [1.0], [3.0]]), 1).tolist()
        [[1], [0], [1]]
    """
    squares = ((X[:, None] - X) ** 2).sum(axis=2)
    np.fill_diagonal(squares, np.inf)
    return squares.argsort(axis=1, kind="stable")[:, :k]


def reconstruction_weights(X: np.ndarray, neighbors: np.ndarray, reg: float) -> np.ndarray:
    """The weights that make each row up from its neighbours.

    Args:
        X: shape (N, D), float64.
        neighbors: indices of rows, integers, shape (N, k).
        reg: above 0.

    Returns:
        A float64 array of shape (N, k), in the order of the neighbours.

    Examples:
        >>> X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
        >>> near = np.array([[1, 2], [0, 2], [0, 1]])
        >>> reconstruction_weights(X, near, 0.1).round(4).tolist()
        [[0.5, 0.5], [0.8125, 0.1875], [0.8125, 0.1875]]
    """
    raise NotImplementedError


def alignment_matrix(weights: np.ndarray, neighbors: np.ndarray) -> np.ndarray:
    """The matrix M.

    Args:
        weights: shape (N, k).
        neighbors: indices of rows, integers, shape (N, k), those of a row
            all different.

    Returns:
        A symmetric float64 array of shape (N, N).

    Examples:
        >>> near = np.array([[1], [0], [1]])
        >>> alignment_matrix(np.ones((3, 1)), near).tolist()
        [[2.0, -2.0, 0.0], [-2.0, 3.0, -1.0], [0.0, -1.0, 1.0]]
    """
    raise NotImplementedError


def locally_linear_embedding(X: np.ndarray, k: int, d: int, reg: float) -> np.ndarray:
    """The images of the rows.

    Args:
        X: shape (N, D), float64.
        k: the number of neighbours.
        d: the dimension of the images, less than N - 1.
        reg: above 0.

    Returns:
        A float64 array of shape (N, d).

    Examples:
        >>> X = np.array([[0.0], [1.0], [2.0], [3.0]])
        >>> Y = locally_linear_embedding(X, 2, 1, 0.001)
        >>> np.abs(np.sign(np.diff(Y[:, 0])).sum()).item()
        3.0
    """
    raise NotImplementedError
