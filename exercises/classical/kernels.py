"""Kernels: scalar products in a space that is never entered.

Support vector machines, Gaussian processes and kernel ridge regression see the
data only through the scalar products of rows. Put a kernel k(x, y) in their
place, and a linear method becomes a curved one: k is the scalar product of
some features of x and y, without making these. For rows x and y:

    linear       x.y
    polynomial   (gamma x.y + coef0)^degree
    rbf          exp(-gamma |x - y|^2)
    sigmoid      tanh(gamma x.y + coef0)

The Gram matrix has the kernel of every pair: for X of shape (N, D) and Y of
shape (M, D) it is (N, M). The RBF kernel belongs to infinitely many features;
its gamma is 1 / (2 sigma^2) for a width sigma. One matrix product is enough
for all four; an array of all differences, of shape (N, M, D), gives the same
for D times the memory:

    |x - y|^2 = |x|^2 + |y|^2 - 2 x.y

A function is a kernel if the Gram matrix of any rows with themselves is
positive semi-definite: v.K v >= 0 for every v, or no eigenvalue below 0.
Linear, RBF and polynomial kernels with coef0 >= 0 (and gamma > 0) are; the
sigmoid, and an odd degree with a negative coef0, may not be, although
libraries offer them.

Conventions:

- **RBF** values are never above 1, and 1 for a row and itself, to 1e-9.
- **Eigenvalues** come with rounding: a symmetric K passes when its smallest
  one is at least -1e-9 times the largest absolute entry of K.
- **Dtype**: float64.
"""

import numpy as np


def linear(X: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The linear kernel.

    Args:
        X: shape (N, D).
        Y: shape (M, D).

    Returns:
        A float64 array of shape (N, M).

    Examples:
        >>> X = np.array([[1.0, 2.0], [0.0, 1.0]])
        >>> linear(X, np.array([[3.0, 4.0]])).tolist()
        [[11.0], [4.0]]
    """
    raise NotImplementedError


def polynomial(X: np.ndarray, Y: np.ndarray, degree: int, gamma: float, coef0: float) -> np.ndarray:
    """The polynomial kernel.

    Args:
        X: shape (N, D).
        Y: shape (M, D).
        degree: the exponent, at least 1.
        gamma: the factor of the scalar product.
        coef0: what is added to it.

    Returns:
        A float64 array of shape (N, M).

    Examples:
        >>> X = np.array([[1.0, 2.0], [0.0, 1.0]])
        >>> polynomial(X, np.array([[3.0, 4.0]]), 2, 0.5, 1.0).tolist()
        [[42.25], [9.0]]
    """
    raise NotImplementedError


def rbf(X: np.ndarray, Y: np.ndarray, gamma: float) -> np.ndarray:
    """The RBF, or Gaussian, kernel.

    Args:
        X: shape (N, D).
        Y: shape (M, D).
        gamma: above 0.

    Returns:
        A float64 array of shape (N, M).

    Examples:
        >>> X = np.array([[1.0, 2.0], [0.0, 1.0]])
        >>> rbf(X, np.array([[1.0, 0.0]]), 0.5).round(4).tolist()
        [[0.1353], [0.3679]]
    """
    raise NotImplementedError


def sigmoid(X: np.ndarray, Y: np.ndarray, gamma: float, coef0: float) -> np.ndarray:
    """The sigmoid kernel, which is a hyperbolic tangent.

    Args:
        X: shape (N, D).
        Y: shape (M, D).
        gamma: the factor of the scalar product.
        coef0: what is added to it.

    Returns:
        A float64 array of shape (N, M).

    Examples:
        >>> X = np.array([[1.0, 2.0], [0.0, 1.0]])
        >>> sigmoid(X, np.array([[3.0, 4.0]]), 0.25, -1.0).round(4).tolist()
        [[0.9414], [0.0]]
    """
    raise NotImplementedError


def is_positive_semidefinite(K: np.ndarray) -> bool:
    """Whether K could be the Gram matrix of a kernel.

    Args:
        K: symmetric, shape (N, N), N at least 1.

    Returns:
        True if no eigenvalue is below 0 but for rounding, as above.

    Examples:
        >>> is_positive_semidefinite(np.array([[1.0, 1.0], [1.0, 1.0]]))
        True
        >>> is_positive_semidefinite(np.array([[1.0, 2.0], [2.0, 1.0]]))
        False
    """
    raise NotImplementedError
