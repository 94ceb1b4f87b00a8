"""Maximum likelihood for a Gaussian: the mean, and which variance.

Of all Gaussians, which one makes a sample most likely? The log-likelihood of N
independent numbers is

    L(mean, var) = -N/2 log(2 pi var) - sum_i (x_i - mean)^2 / (2 var)

and setting its derivatives to 0 gives the sample's mean, and the mean squared
distance from it:

    mean = 1/N sum_i x_i        var = 1/N sum_i (x_i - mean)^2

That variance is too small on average, by the factor (N - 1) / N, since the
mean was fitted to the same numbers. Dividing by N - 1 makes it unbiased, and
is what a statistician means by sample variance. NumPy divides by N unless it
is told ddof=1, pandas and torch by N - 1: more than one result that "can't be
reproduced" is this.

For vectors the variance becomes the covariance matrix, with the variances on
its diagonal.

Conventions:

- **Samples** lie along axis 0: x is (N,), or (N, D) for vectors.
- **ddof** is what is subtracted from N: 0 for maximum likelihood, 1 for the
  unbiased one.
- **Digits**: numbers around 1e8 that differ by 1 have a variance right to six
  digits. (The mean of squares less the square of the mean hasn't.)
- **Dtype**: float64.
- No variance or covariance of a library.
"""

import numpy as np


def fit_gaussian(x: np.ndarray, ddof: int = 0) -> tuple[float, float]:
    """The mean and the variance of a sample.

    Args:
        x: shape (N,).
        ddof: 0 or 1.

    Returns:
        The mean and the variance.

    Raises:
        ValueError: if N isn't above ddof.

    Examples:
        >>> fit_gaussian(np.array([1.0, 2.0, 6.0]))
        (3.0, 4.666666666666667)
        >>> fit_gaussian(np.array([1.0, 2.0, 6.0]), ddof=1)
        (3.0, 7.0)
    """
    raise NotImplementedError


def fit_multivariate(x: np.ndarray, ddof: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """The mean and the covariance matrix of a sample of vectors.

    Args:
        x: shape (N, D).
        ddof: 0 or 1.

    Returns:
        The mean, shape (D,), and the covariance, shape (D, D), symmetric.

    Raises:
        ValueError: if N isn't above ddof.

    Examples:
        >>> x = np.array([[0.0, 1.0], [2.0, 5.0]])
        >>> mean, covariance = fit_multivariate(x)
        >>> mean.tolist(), covariance.tolist()
        ([1.0, 3.0], [[1.0, 2.0], [2.0, 4.0]])
    """
    raise NotImplementedError


def log_likelihood(x: np.ndarray, mean: float, var: float) -> float:
    """The log-likelihood of a sample under a Gaussian.

    Args:
        x: shape (N,).
        mean: of the Gaussian.
        var: its variance, above 0.

    Returns:
        The sum of the log-densities, in nats: finite, however many numbers
        there are and however far from the mean.

    Raises:
        ValueError: if the variance isn't above 0.

    Examples:
        >>> round(log_likelihood(np.array([0.0, 2.0]), 1.0, 1.0), 4)
        -2.8379
    """
    raise NotImplementedError
