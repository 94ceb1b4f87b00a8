"""Bias and variance: where a model's squared error comes from.

Train a model on many training sets of the same kind and ask each copy for the
same point. The copies disagree (variance), their mean misses the truth (bias),
and the targets scatter by themselves (noise). A line through a curve has much
bias and little variance, a deep tree the opposite, and bagging and random
forests lower the variance by averaging.

With P[r, n] what the copy of training set r predicts for point n, shape
(R, N), and Y[s, n] the s-th target observed at that point, shape (S, N),

    p_n = mean over r of P[r, n]        y_n = mean over s of Y[s, n]

    bias^2    (p_n - y_n)^2
    variance  mean over r of (P[r, n] - p_n)^2
    noise     mean over s of (Y[s, n] - y_n)^2

The expected error of a point is the mean of (Y[s, n] - P[r, n])^2 over all
R S pairs of a copy and a target. It is exactly bias^2 + variance + noise, as
copies and targets have nothing to do with each other.

Where no further training sets are to be had, they are drawn from the one that
there is: a bootstrap sample has N rows of it, drawn uniformly and with
replacement, each with its target.

Conventions:

- **Means** divide by R and by S, and not by R - 1: the sum is exact only so.
- **Per point**: results have shape (N,). Their means over the points are what
  textbooks plot.
- **Noise** needs more than one target a point; with S = 1 it is 0, and what is
  called bias^2 contains it.
- **A model** is a function fit_predict(X_train, y_train, X) that returns its
  predictions for X, shape (len(X),).
"""

from collections.abc import Callable

import numpy as np


def decompose(P: np.ndarray, Y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Bias^2, variance and noise of each point.

    Args:
        P: predictions, shape (R, N).
        Y: targets, shape (S, N).

    Returns:
        Three arrays of shape (N,).

    Examples:
        >>> P, Y = np.array([[1.0], [3.0]]), np.array([[4.0], [4.0], [7.0]])
        >>> [part.tolist() for part in decompose(P, Y)]
        [[9.0], [1.0], [2.0]]
    """
    raise NotImplementedError


def expected_error(P: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The mean squared error of each point over all pairs.

    Args:
        P: predictions, shape (R, N).
        Y: targets, shape (S, N).

    Returns:
        Shape (N,).

    Examples:
        >>> P, Y = np.array([[1.0], [3.0]]), np.array([[4.0], [4.0], [7.0]])
        >>> expected_error(P, Y).tolist()
        [12.0]
    """
    raise NotImplementedError


def bootstrap_predictions(
    fit_predict: Callable, X: np.ndarray, y: np.ndarray, X_new: np.ndarray, rounds: int, rng: np.random.Generator
) -> np.ndarray:
    """What copies of a model predict, each trained on a bootstrap sample.

    Args:
        fit_predict: the model, called once a round.
        X: shape (N, D).
        y: targets, shape (N,).
        X_new: the points, shape (M, D).
        rounds: R, the number of copies.
        rng: draws the samples; all chance comes from it.

    Returns:
        Shape (R, M).

    Examples:
        >>> def largest(X_train, y_train, X):
        ...     return np.full(len(X), y_train.max())
        >>> X, y, new = np.zeros((3, 1)), np.full(3, 2.5), np.zeros((2, 1))
        >>> rng = np.random.default_rng(0)
        >>> bootstrap_predictions(largest, X, y, new, 3, rng).tolist()
        [[2.5, 2.5], [2.5, 2.5], [2.5, 2.5]]
    """
    raise NotImplementedError
