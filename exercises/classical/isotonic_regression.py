"""Isotonic regression: the best fit that never goes down.

A score of 0.9 should not mean a smaller chance than 0.8. Isotonic regression
fits no formula, only the order: it calibrates classifiers (scikit-learn's
CalibratedClassifierCV), draws dose-response curves and finds the shape of
non-metric scaling. For values y_1 ... y_N in the order of x, and weights
w_n > 0, it makes

    sum_n w_n (f_n - y_n)^2    smallest, with  f_1 <= f_2 <= ... <= f_N

The solution is unique and is found exactly by pooling adjacent violators. Go
through the values from left to right, each a block of its own. When the last
block's mean isn't above that of the block before it, the two are pooled into
one, whose fitted value is the mean of all their points, weighted; that may put
the pooled block in the wrong order with the one before it, so that pooling
goes on to the left until the order is right. Each point is pooled at most
once: N steps in all.

    y            1   3   2   2   5
    pooled       1   [  7/3   ]  5

With x that are in no order, the points are sorted by x first. Equal x can have
only one fitted value: they count as one point, their weighted mean with the
sum of their weights. For a decreasing fit, the sign of y is turned before and
after.

Between two neighboring x the prediction is the line from one fitted value to
the next; below the smallest and above the largest x it is constant, the first
and the last fitted value.

Conventions:

- **Knots** are the different values of x, in ascending order, each with its
  fitted value, also where neighboring fitted values are equal.
- **Inputs** are not empty; all weights are above 0.
- **Dtype**: float64.
"""

import numpy as np


def pool_adjacent_violators(y: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The nondecreasing fit of values that are in the order of x.

    Args:
        y: shape (N,), N at least 1.
        w: the weights, above 0, shape (N,).

    Returns:
        The fitted values, a float64 array of shape (N,).

    Examples:
        >>> y = np.array([1.0, 3.0, 2.0, 2.5, 5.0])
        >>> pool_adjacent_violators(y, np.ones(5)).tolist()
        [1.0, 2.5, 2.5, 2.5, 5.0]
        >>> y, w = np.array([4.0, 1.0]), np.array([2.0, 1.0])
        >>> pool_adjacent_violators(y, w).tolist()
        [3.0, 3.0]
    """
    raise NotImplementedError


def fit(x: np.ndarray, y: np.ndarray, w: np.ndarray, increasing: bool) -> tuple[np.ndarray, np.ndarray]:
    """The knots of the fit and their fitted values.

    Args:
        x: shape (N,), in any order, with or without equal values.
        y: shape (N,).
        w: the weights, above 0, shape (N,).
        increasing: True for a nondecreasing fit, False for a nonincreasing.

    Returns:
        The different x in ascending order and their fitted values, two
        float64 arrays of one shape.

    Examples:
        >>> x = np.array([3.0, 1.0, 2.0, 1.0])
        >>> y = np.array([9.0, 2.0, 7.0, 4.0])
        >>> knots, values = fit(x, y, np.ones(4), True)
        >>> knots.tolist(), values.tolist()
        ([1.0, 2.0, 3.0], [3.0, 7.0, 9.0])
        >>> fit(x, y, np.ones(4), False)[1].tolist()
        [5.5, 5.5, 5.5]
    """
    raise NotImplementedError


def predict(x: np.ndarray, knots: np.ndarray, values: np.ndarray) -> np.ndarray:
    """The fit at new points.

    Args:
        x: shape (M,).
        knots: different values in ascending order, shape (K,).
        values: the fitted values, shape (K,).

    Returns:
        A float64 array of shape (M,).

    Examples:
        >>> knots = np.array([1.0, 2.0, 4.0])
        >>> values = np.array([0.0, 1.0, 5.0])
        >>> predict(np.array([3.0, 0.0, 9.0]), knots, values).tolist()
        [3.0, 0.0, 5.0]
    """
    raise NotImplementedError
