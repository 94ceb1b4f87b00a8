"""Regression diagnostics: what a fitted line doesn't say by itself.

A coefficient of 3.1 means little without how far it would move in another
sample, and the number is only right if the assumptions are. What statistics
packages print below a fit, for the model y = A theta + noise, with X of shape
(N, D) and A for X and a last column of ones, theta for the coefficients and,
last, the intercept:

Standard errors. If the noise of all rows is independent with one variance, the
coefficients of least squares have the covariance matrix v (A^T A)^-1, and v is
estimated from the residuals r = y - A theta:

    v = sum_n r_n^2 / (N - D - 1)       se_k = sqrt(v [(A^T A)^-1]_kk)
    t_k = theta_k / se_k

The divisor is N less the number of coefficients, the intercept's included.
|t| above 2 or so is what people call significant.

Variance inflation. If column d can be told from the others, its coefficient is
poorly determined. Regress column d on all other columns, with an intercept,
and let R_d^2 be the share of its variance that they explain:

    VIF_d = 1 / (1 - R_d^2)

It is the factor by which the others inflate the variance of coefficient d: 1
for a column that is uncorrelated with the rest, infinite for one that is a
combination of them; 5 or 10 is where people begin to worry.

Durbin-Watson. Residuals in the order of time should not resemble their
predecessors, or all standard errors are too small:

    dw = sum_{n >= 2} (r_n - r_{n-1})^2 / sum_n r_n^2

from 0 to 4; near 2 without autocorrelation (about 2 (1 - its coefficient)),
below with a positive one.

Conventions:

- **Collinear**: where 1 - R_d^2 is at most 1e-10, the VIF is inf. Rank
  deficiency among the other columns is no problem.
- **Given**: no column of X is constant, and no y is fitted exactly.
- **Dtype**: float64.
"""

import numpy as np


def coefficient_table(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients, standard errors and t, those of the intercept last.

    Args:
        X: shape (N, D), D at least 1; X and a column of ones have full rank.
        y: shape (N,).

    Returns:
        theta, se and t, float64 arrays of shape (D + 1,).

    Raises:
        ValueError: if N is at most D + 1: nothing is left to estimate v from.

    Examples:
        >>> X = np.array([[-1.0], [0.0], [1.0], [0.0]])
        >>> y = np.array([1.0, 2.0, 5.0, 4.0])
        >>> theta, se, t = coefficient_table(X, y)
        >>> theta.round(6).tolist(), se.round(6).tolist()
        ([2.0, 3.0], [0.707107, 0.5])
        >>> t.round(4).tolist()
        [2.8284, 6.0]
    """
    raise NotImplementedError


def variance_inflation(X: np.ndarray) -> np.ndarray:
    """The variance inflation factor of each column.

    Args:
        X: shape (N, D), N above D, D at least 1; no column of ones.

    Returns:
        A float64 array of shape (D,), with inf where a column is a
        combination of the others.

    Examples:
        >>> X = np.array([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [4.0, 4.0]])
        >>> variance_inflation(X).round(4).tolist()
        [2.7778, 2.7778]
        >>> X = np.array([[1.0, 3.0], [2.0, 5.0], [4.0, 9.0]])
        >>> variance_inflation(X).tolist()
        [inf, inf]
    """
    raise NotImplementedError


def durbin_watson(r: np.ndarray) -> float:
    """The Durbin-Watson statistic.

    Args:
        r: residuals in the order of time, shape (N,), N at least 2, not all 0.

    Returns:
        A float from 0 to 4.

    Examples:
        >>> round(durbin_watson(np.array([1.0, -1.0, 1.0, -1.0])), 6)
        3.0
    """
    raise NotImplementedError
