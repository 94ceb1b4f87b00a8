"""XGBoost's split: gradients and Hessians in place of an impurity.

Gradient boosting adds one tree after another to a model. XGBoost chooses the
next tree by the loss itself, expanded to second order around the predictions
so far: row n has the first derivative g_n and the second derivative h_n of its
loss (for the log loss, p_n - y_n and p_n (1 - p_n)). A leaf with the value w
that holds the rows I changes the objective by

    sum over n in I of (g_n w + h_n w^2 / 2) + lam w^2 / 2

With G and H the sums of g_n and h_n over the leaf, its best value and what it
lowers the objective by are

    w* = -G / (H + lam)          score = G^2 / (2 (H + lam))

A split in two leaves lowers the objective by their scores, less the score of
the leaf that they replace, and each further leaf costs gamma (section 2.2 of
the paper):

    gain = score(left) + score(right) - score(all) - gamma

A split sends the rows with x_j <= t to the left and the others to the right.
LightGBM and CatBoost use the same formula.

Conventions:

- **The half** in the score is the paper's; the library prints gains without
  it, and its gamma counts against those.
- **Thresholds** are the midpoints between neighbouring different values.
- **min_child_weight**: a split is allowed only if H is at least that large on
  both sides. It is a sum of Hessians and not a number of rows.
- **Equal gains**: of splits whose gains differ by at most 1e-12, the one with
  the lower feature comes first, then the one with the lower threshold.
- **No split**: if no allowed split has a gain above 0, the result is None.
- Every h_n is above 0, and lam and gamma are at least 0.
"""

import numpy as np


def leaf_weight(g: np.ndarray, h: np.ndarray, lam: float) -> float:
    """The best value of a leaf.

    Args:
        g: first derivatives of the rows of the leaf, shape (N,), N at least 1.
        h: second derivatives, shape (N,).
        lam: the L2 penalty of a leaf's value.

    Returns:
        A float.

    Examples:
        >>> leaf_weight(np.array([1.0, 2.0]), np.array([0.5, 0.5]), 1.0)
        -1.5
    """
    raise NotImplementedError


def split_gain(g: np.ndarray, h: np.ndarray, left: np.ndarray, lam: float, gamma: float) -> float:
    """What the objective falls by when a leaf is split in two.

    Args:
        g: first derivatives, shape (N,).
        h: second derivatives, shape (N,).
        left: which rows go to the left, booleans of shape (N,); neither side
            is empty.
        lam: the L2 penalty of a leaf's value.
        gamma: the price of a further leaf.

    Returns:
        A float, below 0 if the split isn't worth its price.

    Examples:
        >>> g, h = np.array([2.0, -2.0]), np.ones(2)
        >>> split_gain(g, h, np.array([True, False]), 1.0, 0.5)
        1.5
    """
    raise NotImplementedError


def xgboost_split(
    X: np.ndarray, g: np.ndarray, h: np.ndarray, lam: float, gamma: float, min_child_weight: float
) -> tuple[int, float, float] | None:
    """The allowed split with the largest gain.

    Args:
        X: shape (N, D).
        g: first derivatives, shape (N,).
        h: second derivatives, shape (N,).
        lam: the L2 penalty of a leaf's value.
        gamma: the price of a further leaf.
        min_child_weight: the smallest sum of Hessians on either side.

    Returns:
        The feature, the threshold and the gain, or None.

    Examples:
        >>> X = np.array([[1.0], [2.0], [4.0]])
        >>> g, h = np.array([2.0, -1.0, -1.0]), np.ones(3)
        >>> feature, threshold, gain = xgboost_split(X, g, h, 1.0, 0.0, 0.0)
        >>> feature, threshold, round(gain, 6)
        (0, 1.5, 1.666667)
        >>> xgboost_split(X, g, h, 1.0, 2.0, 0.0) is None
        True
    """
    raise NotImplementedError
