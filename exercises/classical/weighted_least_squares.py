"""Weighted least squares: rows that count more, and rows that count less.

Some measurements are worth more than others: a mean of 100 readings beside a
single one, a recent day beside an old one, a sensor with less noise. With X of
shape (N, D), y of shape (N,) and a weight s_n >= 0 for each row,

    J(w, b) = sum_n s_n (w.x_n + b - y_n)^2

If the noise of row n has the variance v_n, then s_n = 1 / v_n gives the best
linear unbiased estimate. The same fit is inside of logistic regression by
Newton's method, local regression, boosting and every `sample_weight`.

With A, of shape (N, D + 1), for X and a last column of ones, and theta for w
and, last, b, setting the gradient to 0 gives

    (A^T diag(s) A) theta = A^T diag(s) y

which is plain least squares of the rows sqrt(s_n) a_n and the targets
sqrt(s_n) y_n; the column of ones is scaled with the rest. A weight of 0 drops
a row, a weight of 2 is the row twice, and a factor common to all weights
changes nothing.

How well it fits is said by R^2, weighted as well, with the weighted mean
m = sum_n s_n y_n / sum_n s_n:

    R^2 = 1 - sum_n s_n (y_n - p_n)^2 / sum_n s_n (y_n - m)^2

Conventions:

- **Intercept**: always fitted.
- **Rank**: the rows with a weight above 0 determine w and b.
- **Dtype**: float64.
"""

import numpy as np


def scale_rows(X: np.ndarray, y: np.ndarray, s: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The rows and targets whose plain least squares fit, without a further
    intercept, is the weighted one.

    Args:
        X: shape (N, D).
        y: shape (N,).
        s: the weights, at least 0, shape (N,).

    Returns:
        The rows, shape (N, D + 1), the scaled column of ones last, and the
        targets, shape (N,).

    Examples:
        >>> X, y = np.array([[1.0], [2.0]]), np.array([3.0, 5.0])
        >>> A, t = scale_rows(X, y, np.array([4.0, 0.0]))
        >>> A.tolist(), t.tolist()
        ([[2.0, 2.0], [0.0, 0.0]], [6.0, 0.0])
    """
    raise NotImplementedError


def weighted_least_squares(X: np.ndarray, y: np.ndarray, s: np.ndarray) -> tuple[np.ndarray, float]:
    """The weights and the intercept that make J smallest.

    Args:
        X: shape (N, D), D at least 1.
        y: shape (N,).
        s: the weights of the rows, at least 0, shape (N,).

    Returns:
        w, a float64 array of shape (D,), and b.

    Examples:
        >>> X = np.array([[0.0], [1.0], [1.0]])
        >>> y, s = np.array([1.0, 2.0, 6.0]), np.array([1.0, 3.0, 1.0])
        >>> w, b = weighted_least_squares(X, y, s)
        >>> w.round(6).tolist(), round(float(b), 6)
        ([2.0], 1.0)
    """
    raise NotImplementedError


def weighted_r2(y: np.ndarray, p: np.ndarray, s: np.ndarray) -> float:
    """R^2, with weights.

    Args:
        y: the targets, shape (N,), not all equal where the weight is above 0.
        p: the predictions, shape (N,).
        s: the weights of the rows, at least 0, shape (N,).

    Returns:
        A float, at most 1; below 0 if m would predict better.

    Examples:
        >>> y, p = np.array([0.0, 4.0, 9.0]), np.array([1.0, 4.0, 0.0])
        >>> round(weighted_r2(y, p, np.array([3.0, 1.0, 0.0])), 6)
        0.75
    """
    raise NotImplementedError
