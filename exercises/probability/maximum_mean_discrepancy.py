"""Maximum mean discrepancy: the distance of two samples in a kernel's space.

A kernel maps each point into a space of features, and a sample to the mean of
its points there. With a Gaussian kernel that mean says all there is to know
about a law, so the distance of two means is 0 only if the laws are equal. It
needs no densities and works in many dimensions: generative models are compared
by it (the Kernel Inception Distance is one), domains aligned, and drift of
embeddings noticed.

    k(a, b) = exp(-|a - b|^2 / (2 sigma^2))

    MMD^2 = 1/(N (N - 1)) sum over i != j of k(x_i, x_j)
            + 1/(M (M - 1)) sum over i != j of k(y_i, y_j)
            - 2/(N M) sum over i, j of k(x_i, y_j)

Without the terms i = j, each of which is 1 however the samples lie, this is an
unbiased estimate. (The biased one keeps them and divides by N^2 and M^2.) As
its mean is 0 for equal laws it is below 0 about half of the time then.

Everything depends on sigma. The median heuristic takes a typical distance: the
median over all pairs of different points of both samples together.

Conventions:

- **Negative estimates** stay as they are, and no root is taken.
- **Pairs**: the heuristic takes each of the (N + M)(N + M - 1)/2 pairs i < j
  once, distances and not their squares; with an even number of pairs the
  median is the mean of the middle two.
- **Sizes**: N and M are 2 or more and may differ; points are rows.
"""

import numpy as np


def rbf_kernel(x: np.ndarray, y: np.ndarray, sigma: float) -> np.ndarray:
    """The Gaussian kernel between all rows of x and all rows of y.

    Args:
        x: shape (N, D).
        y: shape (M, D).
        sigma: above 0.

    Returns:
        Shape (N, M).

    Examples:
        >>> y = np.array([[0.0, 2.0], [0.0, 0.0]])
        >>> rbf_kernel(np.zeros((1, 2)), y, 2.0).round(6).tolist()
        [[0.606531, 1.0]]
    """
    raise NotImplementedError


def median_distance(x: np.ndarray, y: np.ndarray) -> float:
    """The median heuristic for sigma.

    Args:
        x: shape (N, D).
        y: shape (M, D).

    Returns:
        The median of the distances of pairs.

    Examples:
        >>> x, y = np.array([[0.0], [1.0]]), np.array([[3.0], [7.0]])
        >>> median_distance(x, y)
        3.5
    """
    raise NotImplementedError


def squared_mmd(x: np.ndarray, y: np.ndarray, sigma: float) -> float:
    """The unbiased estimate of the squared discrepancy.

    Args:
        x: shape (N, D).
        y: shape (M, D).
        sigma: above 0.

    Returns:
        The estimate, which may be below 0.

    Examples:
        >>> x, y = np.array([[0.0], [0.0]]), np.array([[2.0], [2.0]])
        >>> round(squared_mmd(x, y, 2.0), 6)
        0.786939
    """
    raise NotImplementedError
