"""Partial dependence: what a model makes of one feature, all else as it is.

A forest or a network has no coefficient to look at. Partial dependence
(Friedman 2001) asks the model itself: set feature j to the value v in every
row of a data set, leave the other features as they are, and average what the
model predicts.

    PD_j(v) = 1/N sum_n predict(x_n with x_nj = v)

Before the average there is a curve for every row, its individual conditional
expectation (Goldstein et al. 2015): rows whose curves cross tell of an
interaction that the average hides. With two features the average is a surface,
where both are set at once:

    ICE[n, g]  = predict(x_n with x_nj = grid[g])                   (N, G)
    PD[a, b]   = 1/N sum_n predict(x_n with x_nj = grid_j[a]
                                       and x_nk = grid_k[b])       (G, H)

It is an average over the rows, and not a prediction for an average row. Where
features hang together it also asks about rows that can't exist, such as a
house of 20 square metres with nine rooms.

Conventions:

- **The model** is a function of rows, shape (M, D), that gives M numbers; it
  may be called with any number of rows at a time, as often as needed.
- **The grid** is used as it is given, in its order, whatever values X has.
- X stays unchanged.
"""

from collections.abc import Callable

import numpy as np


def ice(predict: Callable, X: np.ndarray, feature: int, grid: np.ndarray) -> np.ndarray:
    """A curve for each row.

    Args:
        predict: the model.
        X: floats, shape (N, D).
        feature: the column j.
        grid: its values, shape (G,).

    Returns:
        Shape (N, G).

    Examples:
        >>> def area(X):
        ...     return X[:, 0] * X[:, 1]
        >>> X = np.array([[1.0, 2.0], [3.0, 4.0]])
        >>> ice(area, X, 0, np.array([0.0, 1.0, 10.0])).tolist()
        [[0.0, 2.0, 20.0], [0.0, 4.0, 40.0]]
    """
    raise NotImplementedError


def partial_dependence(predict: Callable, X: np.ndarray, feature: int, grid: np.ndarray) -> np.ndarray:
    """The partial dependence on one feature.

    Args:
        predict: the model.
        X: floats, shape (N, D).
        feature: the column j.
        grid: its values, shape (G,).

    Returns:
        Shape (G,).

    Examples:
        >>> def area(X):
        ...     return X[:, 0] * X[:, 1]
        >>> X = np.array([[1.0, 2.0], [3.0, 4.0]])
        >>> partial_dependence(area, X, 0, np.array([0.0, 1.0])).tolist()
        [0.0, 3.0]
    """
    raise NotImplementedError


def partial_dependence_2d(
    predict: Callable, X: np.ndarray, features: tuple[int, int], grids: tuple[np.ndarray, np.ndarray]
) -> np.ndarray:
    """The partial dependence on two features at once.

    Args:
        predict: the model.
        X: floats, shape (N, D).
        features: two different columns j and k.
        grids: their values, shapes (G,) and (H,).

    Returns:
        Shape (G, H).

    Examples:
        >>> def area(X):
        ...     return X[:, 0] * X[:, 1] + X[:, 2]
        >>> X = np.array([[1.0, 2.0, 4.0], [3.0, 4.0, 6.0]])
        >>> grids = np.array([1.0, 2.0]), np.array([0.0, 1.0, 3.0])
        >>> partial_dependence_2d(area, X, (0, 1), grids).tolist()
        [[5.0, 6.0, 8.0], [5.0, 7.0, 11.0]]
    """
    raise NotImplementedError
