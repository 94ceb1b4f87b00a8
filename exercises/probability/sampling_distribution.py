"""The sampling distribution: how far a mean is from that of another sample.

A mean of n numbers is itself random: another sample gives another mean. The
law of these means is the sampling distribution, and its standard deviation is
the standard error. It is what an error bar of a benchmark shows, and all that
an interval or a test of a mean needs to know. If a single draw has mean mu and
standard deviation sigma, the mean of n independent draws has

    mean mu,    standard deviation sigma / sqrt(n)

whatever the law, and by the central limit theorem nearly a Gaussian one for
large n. Four times the data halves the error. Where sigma isn't known it is
estimated from the sample itself:

    se = s / sqrt(n)      s^2 = 1/(n - 1) sum_i (x_i - mean)^2

Simulation shows all of that for a law of K outcomes: draw n of them, take the
mean, and do so R times.

Conventions:

- **Law**: outcome k has the value values[k] and the probability
  probabilities[k]; they sum to 1. Its sigma is exact: no n - 1.
- **Draws** are independent, with replacement.
- **Randomness** comes from `rng` alone, and the same state gives the same
  means; in which order it is called is free.
"""

import numpy as np


def standard_error(x: np.ndarray) -> float:
    """The standard error of a mean, estimated from the sample.

    Args:
        x: shape (n,).

    Returns:
        se.

    Raises:
        ValueError: if n is below 2.

    Examples:
        >>> standard_error(np.array([1.0, 3.0, 5.0, 7.0]))
        1.2909944487358056
    """
    raise NotImplementedError


def moments_of_mean(values: np.ndarray, probabilities: np.ndarray, n: int) -> tuple[float, float]:
    """The mean and standard deviation of the mean of n draws.

    Args:
        values: shape (K,).
        probabilities: shape (K,).
        n: 1 or more.

    Returns:
        The two, exact.

    Examples:
        >>> moments_of_mean(np.array([0.0, 8.0]), np.array([0.5, 0.5]), 4)
        (4.0, 2.0)
    """
    raise NotImplementedError


def sample_means(
    values: np.ndarray, probabilities: np.ndarray, n: int, n_repeats: int, rng: np.random.Generator
) -> np.ndarray:
    """Means of n draws each.

    Args:
        values: shape (K,).
        probabilities: shape (K,).
        n: draws of each mean, 1 or more.
        n_repeats: R, 1 or more.
        rng: source of randomness.

    Returns:
        Shape (R,), independent of one another.

    Examples:
        >>> rng, p = np.random.default_rng(0), np.array([1.0, 0.0])
        >>> sample_means(np.array([3.0, 9.0]), p, 5, 2, rng).tolist()
        [3.0, 3.0]
    """
    raise NotImplementedError
