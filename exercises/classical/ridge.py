"""Ridge regression: least squares that prefers small weights.

When features are nearly dependent, or more numerous than rows, least squares
gives huge weights of opposite signs that cancel on the training rows only. A
penalty on their squares holds them back, at the price of a bias. In networks
the same penalty is called weight decay. With X of shape (N, D), y of shape
(N,), the objective is the sum of squares, without 1/2 and without 1/N:

    J(w, b) = sum_n (w.x_n + b - y_n)^2 + lam sum_d w_d^2

The intercept b isn't penalised: adding a constant to y should only move b. At
the minimum, with Xc and yc for X and y less their column means,

    (Xc^T Xc + lam I) w = Xc^T yc          b = mean(y) - w.mean(X)

which has one solution for every lam above 0. (With the mean of squares in J,
the same lam means N times as much.)

It is also what Bayes says. Let y_n = w.x_n + b + noise, the noise Gaussian
with the standard deviation noise_std, and let each weight have the prior
N(0, prior_std^2), and b a flat one. The most probable w and b given the data,
the MAP estimate, are ridge's, for a lam that follows from the two numbers.

How much of the model is left is counted by the effective degrees of freedom,
with the singular values s_i of Xc:

    df(lam) = sum_i s_i^2 / (s_i^2 + lam)

which falls from the rank of Xc, at lam = 0, to 0.

Conventions: lam, noise_std and prior_std are above 0; df doesn't count the
intercept; float64; no least squares of a library (lstsq, pinv).
"""

import numpy as np


def ridge(X: np.ndarray, y: np.ndarray, lam: float) -> tuple[np.ndarray, float]:
    """The weights and the intercept that make J smallest.

    Args:
        X: shape (N, D), N and D at least 1; D may exceed N.
        y: shape (N,).
        lam: the penalty, above 0.

    Returns:
        The weights, a float64 array of shape (D,), and the intercept.

    Examples:
        >>> X = np.array([[1.0], [2.0], [3.0]])
        >>> w, b = ridge(X, np.array([1.0, 3.0, 8.0]), 5.0)
        >>> w.round(6).tolist(), round(float(b), 6)
        ([1.0], 2.0)
    """
    raise NotImplementedError


def map_estimate(X: np.ndarray, y: np.ndarray, noise_std: float, prior_std: float) -> tuple[np.ndarray, float]:
    """The most probable weights and intercept, given the data.

    Args:
        X: shape (N, D).
        y: shape (N,).
        noise_std: the standard deviation of the noise, above 0.
        prior_std: the standard deviation of each weight's prior, above 0.

    Returns:
        The weights, a float64 array of shape (D,), and the intercept.

    Examples:
        >>> X, y = np.array([[-1.0], [1.0]]), np.array([-3.0, 3.0])
        >>> w, b = map_estimate(X, y, 2.0, 1.0)
        >>> w.round(6).tolist(), round(float(b), 6)
        ([1.0], 0.0)
    """
    raise NotImplementedError


def degrees_of_freedom(X: np.ndarray, lam: float) -> float:
    """The effective degrees of freedom of the weights.

    Args:
        X: shape (N, D).
        lam: the penalty, above 0.

    Returns:
        A float from 0 to D.

    Examples:
        >>> X = np.array([[1.0], [2.0], [3.0]])
        >>> round(degrees_of_freedom(X, 6.0), 6)
        0.25
    """
    raise NotImplementedError
