"""The best split: the one step that decision trees repeat.

CART, random forests and gradient boosting grow a tree by asking, at each node,
one question of the form "is feature j at most t?", chosen by trying all of
them. With row weights w_n above 0 (boosting and class imbalance need them), W
their sum, and two criteria for the impurity of a node:

    gini            1 - sum_k p_k^2,   p_k = sum of w_n with y_n = k, over W
    squared_error   sum_n w_n (y_n - m)^2 / W,   m = sum_n w_n y_n / W

A split sends the rows with x_j <= t to the left and the others to the right.
Its gain is what the impurity falls by, each side weighted by its weights:

    gain = I(all) - W_left / W I(left) - W_right / W I(right)

Only thresholds between two neighbouring values of a feature make a difference,
so a feature with m different values has m - 1 splits.

Conventions:

- **Thresholds** are the midpoints between neighbouring different values.
- **Equal gains**: of splits whose gains differ by at most 1e-12, the one with
  the lower feature comes first, then the one with the lower threshold.
- **No gain**: the best split comes back even if its gain is 0; a tree decides
  by itself whether it takes it.
- **No split**: if no feature has two different values, the result is None.
- **Labels** for gini are integers, any of them; targets for squared_error are
  floats. An integer weight has the effect of as many copies of the row.
"""

import numpy as np


def impurity(y: np.ndarray, weights: np.ndarray, criterion: str) -> float:
    """The weighted impurity of a node.

    Args:
        y: labels or targets, shape (N,), N at least 1.
        weights: above 0, shape (N,).
        criterion: "gini" or "squared_error".

    Returns:
        A float, at least 0.

    Raises:
        ValueError: for another criterion.

    Examples:
        >>> y, weights = np.array([0, 1]), np.array([1.0, 3.0])
        >>> impurity(y, weights, "gini")
        0.375
        >>> impurity(y, weights, "squared_error")
        0.1875
    """
    raise NotImplementedError


def best_split(X: np.ndarray, y: np.ndarray, weights: np.ndarray, criterion: str) -> tuple[int, float, float] | None:
    """The split with the largest gain.

    Args:
        X: shape (N, D).
        y: labels or targets, shape (N,).
        weights: above 0, shape (N,).
        criterion: "gini" or "squared_error".

    Returns:
        The feature, the threshold and the gain, or None if there is no split.

    Raises:
        ValueError: for another criterion, also where there is no split.

    Examples:
        >>> X = np.array([[5.0, 1.0], [3.0, 2.0], [4.0, 4.0]])
        >>> y = np.array([0, 0, 1])
        >>> feature, threshold, gain = best_split(X, y, np.ones(3), "gini")
        >>> feature, threshold, round(gain, 6)
        (1, 3.0, 0.444444)
        >>> best_split(np.ones((3, 2)), y, np.ones(3), "gini") is None
        True
    """
    raise NotImplementedError
