"""Covariance and correlation: what two features have to do with each other.

The covariance of two features is the average product of their distances from
their means: above 0 when large values of one go with large values of the
other. Its size depends on the units. Divided by both standard deviations it
doesn't, and lies between -1 and 1:

    cov(i, j) = sum_n (x_ni - mean_i) (x_nj - mean_j) / (N - ddof)
    corr(i, j) = cov(i, j) / (std_i std_j)

That is Pearson's correlation. It sees straight lines only: it is 1 for
y = 2 x + 3, 0 for y = x^2 around 0, and somewhere between for exp. Spearman's
correlation is Pearson's of the ranks, and is 1 whenever y grows with x.

PCA takes the eigenvectors of the first matrix, feature selection and portfolio
theory read the second.

Conventions:

- **Samples** lie along axis 0: x is (N, D), N at least 2, float64.
- **ddof** is 1 by default, as in NumPy's cov (and not as in its var).
- **A constant column** has no correlation: its row and column are nan, the
  diagonal too. A column is constant if all its values are equal.
- **Bounds**: correlations are from -1 to 1, and 1 exactly on the diagonal of
  columns that aren't constant.
- **Ranks** go from 1 to N; equal values share the mean of the ranks that they
  take up.
- **Far from 0**: columns that vary little around a large mean keep their
  covariances.
- No variance, standard deviation, covariance, correlation or rank of a
  library.
"""

import numpy as np


def covariance(x: np.ndarray, ddof: int = 1) -> np.ndarray:
    """The covariance matrix.

    Args:
        x: shape (N, D).
        ddof: 0 or 1.

    Returns:
        A float64 array of shape (D, D), symmetric.

    Examples:
        >>> x = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 6.0]])
        >>> covariance(x).tolist()
        [[1.0, 2.0], [2.0, 7.0]]
    """
    raise NotImplementedError


def correlation(x: np.ndarray) -> np.ndarray:
    """Pearson's correlations.

    Args:
        x: shape (N, D).

    Returns:
        A float64 array of shape (D, D), symmetric.

    Examples:
        >>> x = np.array([[1.0, -2.0, 5.0], [2.0, -4.0, 5.0]])
        >>> correlation(x).tolist()
        [[1.0, -1.0, nan], [-1.0, 1.0, nan], [nan, nan, nan]]
    """
    raise NotImplementedError


def rank_correlation(x: np.ndarray) -> np.ndarray:
    """Spearman's correlations: those of the ranks within each column.

    Args:
        x: shape (N, D).

    Returns:
        A float64 array of shape (D, D), symmetric.

    Examples:
        >>> x = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 900.0]])
        >>> rank_correlation(x).round(6).tolist()
        [[1.0, 1.0], [1.0, 1.0]]
    """
    raise NotImplementedError
