"""Quantile regression: a line with a given share of the points below it.

Least squares predicts a mean. How many hours a delivery takes at most, nine
times out of ten, is a quantile: forecasts of demand and of delay, prediction
intervals, and the critics of distributional reinforcement learning are fitted
that way. The loss is the pinball loss, for a residual r = y - prediction and a
level tau, 0 < tau < 1:

    pinball(r) = tau r          if r >= 0
                 (tau - 1) r    if r < 0

For tau = 0.9 it costs nine times as much to predict too low as too high. Its
mean over many y is smallest at their tau-quantile; at tau = 1/2 it is half the
absolute error, and the quantile is the median. With X of shape (N, D),

    L(w, b) = 1/N sum_n pinball(y_n - w.x_n - b)

At r = 0 it has a kink, where any slope between the two would do; here a row
with r = 0 contributes nothing to the sub-gradient.

The minimum is found exactly by a linear program. Write each residual as
u_n - v_n, with both at least 0: the cost tau u_n + (1 - tau) v_n is linear and
equals the pinball loss when one of the two is 0, as it is at the minimum. The
constraints are the N equations w.x_n + b + u_n - v_n = y_n. The solver that is
given takes variables of at least 0, and a weight may have either sign.

With the intercept, at most tau N points are below the fit and at most
(1 - tau) N above it. No outlier can pull it far: only on which side a point is
counts, once it is off the line.

Conventions:

- **Precision**: the fit is right to 1e-6, on data whose minimum is unique;
  that is more than sub-gradient descent reaches.
- **Dtype**: float64.
"""

import numpy as np


# given
def minimize_linear(c: np.ndarray, A: np.ndarray, b: np.ndarray) -> np.ndarray:
    """The z that makes c.z smallest, subject to A z = b and z >= 0.

    Args:
        c: the costs, shape (V,).
        A: shape (M, V).
        b: shape (M,).

    Returns:
        A float64 array of shape (V,), found by the simplex method.

    Raises:
        ValueError: if no z satisfies the constraints, or c.z has no minimum.

    Examples:
        >>> c, A = np.array([1.0, 2.0]), np.array([[1.0, 1.0]])
        >>> minimize_linear(c, A, np.array([3.0])).tolist()
        [3.0, 0.0]
    """
    rows, size = A.shape
    flip = np.where(b < 0, -1.0, 1.0)
    table = np.hstack([A * flip[:, None], np.eye(rows), (b * flip)[:, None]])
    basis = np.arange(size, size + rows)

    def pivot(row: int, column: int) -> None:
        table[row] /= table[row, column]
        for other in range(rows):
            if other != row:
                table[other] -= table[other, column] * table[row]
        basis[row] = column

    def descend(cost: np.ndarray, columns: int) -> None:
        while True:
            gains = cost[:columns] - cost[basis] @ table[:, :columns]
            if gains.min() > -1e-10:
                return
            column = int(np.flatnonzero(gains <= -1e-10)[0])  # the first: it can't cycle
            up = table[:, column] > 1e-10
            if not up.any():
                raise ValueError("there is no minimum: c.z falls without end")
            ratios = np.where(up, table[:, -1] / np.where(up, table[:, column], 1.0), np.inf)
            pivot(int(np.lexsort((basis, ratios))[0]), column)

    descend(np.append(np.zeros(size), np.ones(rows)), size + rows)
    if table[basis >= size, -1].sum() > 1e-8:
        raise ValueError("no z satisfies the constraints")
    for row in np.flatnonzero(basis >= size):
        free = np.flatnonzero(np.abs(table[row, :size]) > 1e-10)
        if len(free):
            pivot(int(row), int(free[0]))
    descend(np.append(c, np.zeros(rows)), size)
    z = np.zeros(size + rows)
    z[basis] = table[:, -1]
    return z[:size]


def pinball_loss(y: np.ndarray, p: np.ndarray, tau: float) -> float:
    """The mean pinball loss of predictions.

    Args:
        y: the targets, shape (N,), N at least 1.
        p: the predictions, shape (N,).
        tau: the level, 0 < tau < 1.

    Returns:
        A float, at least 0.

    Examples:
        >>> y, p = np.array([5.0, 5.0]), np.array([3.0, 6.0])
        >>> round(pinball_loss(y, p, 0.75), 6)  # (0.75 * 2 + 0.25 * 1) / 2
        0.875
    """
    raise NotImplementedError


def subgradient(X: np.ndarray, y: np.ndarray, w: np.ndarray, b: float, tau: float) -> tuple[np.ndarray, float]:
    """The sub-gradient of L with respect to w and b.

    Args:
        X: shape (N, D).
        y: shape (N,).
        w: shape (D,).
        b: the intercept.
        tau: the level, 0 < tau < 1.

    Returns:
        dw, a float64 array of shape (D,), and db, a float.

    Examples:
        >>> X, y = np.array([[1.0], [2.0]]), np.array([5.0, 1.0])
        >>> dw, db = subgradient(X, y, np.array([2.0]), 0.0, 0.75)
        >>> dw.tolist(), float(db)
        ([-0.125], -0.25)
    """
    raise NotImplementedError


def quantile_regression(X: np.ndarray, y: np.ndarray, tau: float) -> tuple[np.ndarray, float]:
    """The weights and the intercept that make L smallest.

    Args:
        X: shape (N, D), D at least 1.
        y: shape (N,).
        tau: the level, 0 < tau < 1.

    Returns:
        w, a float64 array of shape (D,), and b.

    Examples:
        >>> X = np.array([[0.0], [1.0], [2.0], [3.0], [4.0]])
        >>> y = np.array([1.0, -1.0, -3.0, 90.0, -7.0])
        >>> w, b = quantile_regression(X, y, 0.5)
        >>> w.round(6).tolist(), round(float(b), 6)
        ([-2.0], 1.0)
    """
    raise NotImplementedError
