"""Bayesian linear regression: weights with error bars, in closed form.

Ridge gives one vector of weights. The Bayesian reading of it says how sure one
may be: of the weights, of a prediction, and of the model itself. It is what
Thompson sampling for linear bandits draws from, what Bayesian optimization on
features uses, and the smallest Gaussian process. With X of shape (N, D), y of
shape (N,), and two precisions (one over a variance),

    prior   w ~ N(0, alpha^-1 I)
    data    y_n = w.x_n + noise, the noise N(0, beta^-1), independent

the posterior of w, given the data, is a Gaussian again, N(m, S), with

    S^-1 = alpha I + beta X^T X           m = beta S X^T y

so that precisions add up. m is ridge's solution for lam = alpha / beta. For a
new row x the target has the predictive distribution

    N(m.x, 1/beta + x^T S x)

whose variance is that of the noise and what isn't known of w; it grows far
from the data, and doesn't fall below 1/beta with however many rows.

How well do alpha and beta, or a set of features, explain the data? The
evidence, or marginal likelihood, is the density of y with w integrated out.
Since y is a sum of Gaussians, y ~ N(0, I/beta + X X^T/alpha), an N x N
covariance; in D dimensions the same number is

    log p(y) = D/2 log alpha + N/2 log beta - E - 1/2 log det S^-1
               - N/2 log(2 pi)
    E = beta/2 |y - X m|^2 + alpha/2 |m|^2

It weighs fit against complexity without a validation set: BayesianRidge of
scikit-learn chooses the alpha and beta that make it largest (and calls them
lambda and alpha).

Conventions:

- **Intercept**: none; a column of ones in X is one, with the same prior.
- **Logarithms** are natural. Up to N or D of 300 nothing may overflow: a
  determinant does, its logarithm doesn't.
- **Dtype**: float64.
"""

import numpy as np


def posterior(X: np.ndarray, y: np.ndarray, alpha: float, beta: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance of the weights, given the data.

    Args:
        X: shape (N, D), D at least 1; D may exceed N.
        y: shape (N,).
        alpha: the precision of the prior, above 0.
        beta: the precision of the noise, above 0.

    Returns:
        m of shape (D,) and S of shape (D, D), float64.

    Examples:
        >>> X, y = np.array([[1.0], [2.0]]), np.array([3.0, 6.0])
        >>> m, S = posterior(X, y, 5.0, 2.0)
        >>> m.round(6).tolist(), S.round(6).tolist()
        ([2.0], [[0.066667]])
    """
    raise NotImplementedError


def predictive(X_new: np.ndarray, m: np.ndarray, S: np.ndarray, beta: float) -> tuple[np.ndarray, np.ndarray]:
    """Mean and variance of the targets of new rows, each by itself.

    Args:
        X_new: shape (M, D).
        m: posterior mean, shape (D,).
        S: posterior covariance, shape (D, D).
        beta: the precision of the noise, above 0.

    Returns:
        Means and variances, float64 arrays of shape (M,).

    Examples:
        >>> m, S = np.array([2.0, 1.0]), np.array([[0.5, 0.1], [0.1, 0.3]])
        >>> mean, var = predictive(np.array([[1.0, -2.0]]), m, S, 4.0)
        >>> mean.round(6).tolist(), var.round(6).tolist()
        ([0.0], [1.55])
    """
    raise NotImplementedError


def log_evidence(X: np.ndarray, y: np.ndarray, alpha: float, beta: float) -> float:
    """The logarithm of the density of y, with w integrated out.

    Args:
        X: shape (N, D).
        y: shape (N,).
        alpha: the precision of the prior, above 0.
        beta: the precision of the noise, above 0.

    Returns:
        A float.

    Examples:
        >>> X, y = np.array([[3.0]]), np.array([2.0])
        >>> round(log_evidence(X, y, 3.0, 1.0), 4)  # N(2 | 0, 1 + 9/3)
        -2.1121
    """
    raise NotImplementedError
