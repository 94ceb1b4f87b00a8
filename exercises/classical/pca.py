"""Principal component analysis: the directions in which data varies most.

Many features often say few things. PCA finds orthogonal directions such that
the rows vary most along the first, most of the rest along the second, and so
on; the first k of them lose least when the rows are projected and brought
back. It stands before clustering and plots, compresses embeddings for vector
search, and finds what activations of a language model have in common.

The rows X are (N, D), their mean is m. With the singular value decomposition
of the centered rows,

    X - m = U S V^T             singular values s_1 >= s_2 >= ...

the component j is the row j of V^T, a unit vector v_j, and

    lambda_j = s_j^2 / (N - 1)                  the variance along v_j
    ratio_j  = lambda_j / sum_i lambda_i        over all of them, not the k

The same v_j are the eigenvectors of the covariance matrix and lambda_j its
eigenvalues; the SVD gives them without making it, with twice the digits.

    transform    Z = (X - m) V_k         (N, k), V_k has the v_j as columns
    back         X' = Z V_k^T + m        (N, D)

Conventions:

- **Components are rows**, (k, D), the one of the largest variance first, as in
  scikit-learn.
- **Centered, not scaled**: features keep their units.
- **Variance** is the sample's, with N - 1.
- **Sign**: v and -v are as good as each other. Of each component, the entry
  of the largest magnitude is above 0.
- **New rows** are transformed with the mean of the rows that were fitted.
- **Shapes**: N is at least 2 and may be smaller than D; k is from 1 to the
  smaller of N and D. The variances are different in all that is graded.
"""

import numpy as np


def fit(X: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The mean, the first k components, and what they explain.

    Args:
        X: shape (N, D), float64.
        k: how many components.

    Returns:
        The mean, shape (D,); the components, shape (k, D); their variances,
        shape (k,); and the ratios, shape (k,). All float64.

    Examples:
        >>> X = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 2.0], [3.0, 2.0]])
        >>> mean, components, variance, ratio = fit(X, 1)
        >>> mean.tolist(), components.round(6).tolist()
        ([1.5, 1.0], [[1.0, 0.0]])
        >>> variance.round(6).tolist(), ratio.round(6).tolist()
        ([3.0], [0.692308])
    """
    raise NotImplementedError


def transform(X: np.ndarray, mean: np.ndarray, components: np.ndarray) -> np.ndarray:
    """The coordinates of rows along the components.

    Args:
        X: shape (N, D), not necessarily the rows that were fitted.
        mean: that of the rows that were fitted, shape (D,).
        components: shape (k, D).

    Returns:
        A float64 array of shape (N, k).

    Examples:
        >>> mean, axis = np.array([1.0, 1.0]), np.array([[0.6, 0.8]])
        >>> Z = transform(np.array([[2.0, 3.0]]), mean, axis)
        >>> Z.round(6).tolist()
        [[2.2]]
    """
    raise NotImplementedError


def inverse_transform(Z: np.ndarray, mean: np.ndarray, components: np.ndarray) -> np.ndarray:
    """The rows that have these coordinates, in the space of the features.

    Args:
        Z: coordinates, shape (N, k).
        mean: shape (D,).
        components: shape (k, D).

    Returns:
        A float64 array of shape (N, D).

    Examples:
        >>> mean, axis = np.array([1.0, 1.0]), np.array([[0.6, 0.8]])
        >>> X = inverse_transform(np.array([[5.0]]), mean, axis)
        >>> X.round(6).tolist()
        [[4.0, 5.0]]
    """
    raise NotImplementedError
