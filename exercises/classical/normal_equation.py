"""The normal equation: least squares without a single step of descent.

The sum of squared residuals J(w, b) = sum_n (w.x_n + b - y_n)^2 is smallest
where its gradient is 0, and that is a linear system. With X of shape (N, D), y
of shape (N,), and both less their column means, Xc = X - mean(X) and
yc = y - mean(y):

    (Xc^T Xc) w = Xc^T yc          b = mean(y) - w.mean(X)

It says that the residuals are orthogonal to every column: what X could explain
is explained. With one feature it becomes a quotient that everybody knows:

    w = cov(x, y) / var(x)

The system has one solution if the centred columns are independent. If one is a
combination of the others (one-hot columns that sum to 1, the same length in
metres and feet, more features than rows), infinitely many weights fit equally
well, and (Xc^T Xc)^-1 doesn't exist. Then the usual choice is the one with the
smallest |w|, which the pseudo-inverse gives, and so do gradient descent from 0
and ridge with a vanishing penalty.

Conventions:

- **Intercept**: always fitted, and no part of |w|.
- **Rank**: singular values of Xc of at most 1e-10 times the largest count as
  0. If all are 0, the weights are 0 and the intercept is mean(y).
- **Precision**: squaring X squares its condition number; weights to 1e-6 are
  asked for, on data where that costs nothing.
- **A constant x** in ``simple_regression`` has the slope 0.
- **Dtype**: float64.
- **By hand**: no lstsq or pinv of a library; solve, eigh and svd may be used.
"""

import numpy as np


def simple_regression(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """The line of least squares through points, from covariance and variance.

    Args:
        x: shape (N,), N at least 1.
        y: shape (N,).

    Returns:
        The slope and the intercept.

    Examples:
        >>> x, y = np.array([0.0, 1.0, 2.0]), np.array([1.0, 2.0, 6.0])
        >>> slope, intercept = simple_regression(x, y)
        >>> round(slope, 6), round(intercept, 6)
        (2.5, 0.5)
    """
    raise NotImplementedError


def least_squares(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, float]:
    """The weights and the intercept of the least squares fit; of all weights
    that fit equally well, those with the smallest norm.

    Args:
        X: shape (N, D), N and D at least 1.
        y: shape (N,).

    Returns:
        The weights, a float64 array of shape (D,), and the intercept.

    Examples:
        >>> X = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
        >>> w, b = least_squares(X, np.array([1.0, 3.0, 0.0]))
        >>> w.round(6).tolist(), round(b, 6)
        ([2.0, -1.0], 1.0)
        >>> X = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]])
        >>> w, b = least_squares(X, np.array([1.0, 5.0, 9.0]))
        >>> w.round(6).tolist(), round(b, 6)
        ([2.0, 2.0], 1.0)
    """
    raise NotImplementedError
