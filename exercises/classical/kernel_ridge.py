"""Kernel ridge regression: ridge in the space that a kernel stands for.

With few rows and a smooth target (energies of molecules, responses of a wing)
it is hard to beat, and it is the mean of a Gaussian process. Ridge on features
phi(x) needs these features; but the weights that make its objective

    sum_n (w.phi(x_n) + b - y_n)^2 + lam |w|^2

smallest are a combination of the rows, w = sum_n alpha_n phi(x_n), and with
that only scalar products are left, which the kernel k gives, however many
features there are. With the Gram matrix K_nm = k(x_n, x_m) of shape (N, N):

    f(x) = sum_n alpha_n k(x, x_n) + b

    (K + lam I) alpha + b 1 = y             sum_n alpha_n = 0

where 1 is a vector of N ones: N + 1 linear equations, the dual form. The
second one comes from the intercept b, which isn't penalized, so that moving y
by a constant moves b alone. (scikit-learn's KernelRidge has no b, and other
predictions.) With the linear kernel x.z the result is exactly that of ridge
with its free intercept. The residual of a row is lam alpha_n; for lam above 0
there is one solution, also when rows are equal and K is singular.

How well does it predict a row that it hasn't seen? Leaving each row out and
fitting the rest again takes N fits, but all are in one matrix. With M for the
matrix of the N + 1 equations,

    M = [ K + lam I   1 ]         f_without_n(x_n) = y_n - alpha_n
        [    1^T      0 ]                            / (M^-1)_nn

for n up to N. That is how lam and the kernel's width are chosen in practice.

Conventions:

- **Objective**: the sum of squares, without 1/N and 1/2, and lam times |w|^2.
- **Gram matrices** are handed in; any that is positive semi-definite will do.
- **Dtype**: float64.
"""

import numpy as np


def fit(K: np.ndarray, y: np.ndarray, lam: float) -> tuple[np.ndarray, float]:
    """The coefficients of the rows and the intercept.

    Args:
        K: Gram matrix of the rows, shape (N, N), N at least 1.
        y: shape (N,).
        lam: the penalty, above 0.

    Returns:
        alpha, a float64 array of shape (N,), and b.

    Examples:
        >>> x, y = np.array([-1.0, 0.0, 1.0]), np.array([2.0, 5.0, 8.0])
        >>> alpha, b = fit(np.outer(x, x), y, 1.0)  # the slope is 2
        >>> (alpha.round(6) + 0.0).tolist(), round(float(b), 6)
        ([-1.0, 0.0, 1.0], 5.0)
    """
    raise NotImplementedError


def predict(K_new: np.ndarray, alpha: np.ndarray, b: float) -> np.ndarray:
    """f at new rows.

    Args:
        K_new: kernel of each new row with each row of the fit, shape (M, N).
        alpha: shape (N,).
        b: the intercept.

    Returns:
        A float64 array of shape (M,).

    Examples:
        >>> K_new = np.array([[2.0, 0.0], [1.0, 1.0], [0.0, 3.0]])
        >>> predict(K_new, np.array([0.5, -0.5]), 2.0).tolist()
        [3.0, 2.0, 0.5]
    """
    raise NotImplementedError


def leave_one_out(K: np.ndarray, y: np.ndarray, lam: float) -> np.ndarray:
    """The prediction for each row by the fit to all others, in one solution.

    Args:
        K: Gram matrix of the rows, shape (N, N), N at least 2.
        y: shape (N,).
        lam: the penalty, above 0.

    Returns:
        A float64 array of shape (N,).

    Examples:
        >>> K = np.zeros((3, 3))  # nothing but the intercept
        >>> y = np.array([1.0, 2.0, 6.0])
        >>> leave_one_out(K, y, 1.0).round(6).tolist()
        [4.0, 3.5, 1.5]
    """
    raise NotImplementedError
