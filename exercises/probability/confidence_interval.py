"""Confidence intervals: by the t distribution, and by the bootstrap.

A mean of N numbers without an interval says little. If samples were drawn
again and again, a 95 % interval would cover the true mean in 95 of 100 cases.
(It doesn't say that this one covers it with probability 0.95.) For the mean of
roughly Gaussian numbers the interval is

    mean -+ t* s / sqrt(N)      s^2 = 1/(N - 1) sum_i (x_i - mean)^2

where s / sqrt(N) is the standard error and t* the critical value of Student's
t with N - 1 degrees of freedom, from a table: 2.262 for N = 10 and 95 %.

The bootstrap needs no table and works for any statistic. It takes the sample
for the population: draw N numbers from it with replacement, compute the
statistic, and do so some thousand times. The middle 95 % of these estimates
are the percentile interval. That is how intervals of benchmark scores and
A/B tests are mostly made.

Conventions:

- **Level**: 0.95 leaves 0.025 on either side.
- **Quantile** q of R estimates lies at the position q (R - 1) among the sorted
  ones, counted from 0, with linear interpolation between two neighbours (as
  NumPy does it by default).
- **Resamples** are as large as the sample, and independent of one another.
- **Randomness** comes from `rng` alone, and the same state gives the same
  estimates; in which order it is called is free.
"""

import numpy as np


def t_interval(x: np.ndarray, critical: float) -> tuple[float, float]:
    """The t interval for a mean.

    Args:
        x: the sample, shape (N,).
        critical: t*.

    Returns:
        The lower and the upper end.

    Raises:
        ValueError: if N is below 2.

    Examples:
        >>> t_interval(np.array([1.0, 3.0, 5.0, 7.0, 9.0]), 2.0)
        (2.17157287525381, 7.82842712474619)
    """
    raise NotImplementedError


def bootstrap_means(x: np.ndarray, n_resamples: int, rng: np.random.Generator) -> np.ndarray:
    """The means of resamples of a sample.

    Args:
        x: the sample, shape (N,).
        n_resamples: R, 1 or more.
        rng: source of randomness.

    Returns:
        Shape (R,).

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> bootstrap_means(np.array([4.0, 4.0]), 3, rng).tolist()
        [4.0, 4.0, 4.0]
    """
    raise NotImplementedError


def percentile_interval(estimates: np.ndarray, level: float) -> tuple[float, float]:
    """The middle part of bootstrap estimates.

    Args:
        estimates: shape (R,), in any order.
        level: the share in the middle, above 0 and below 1.

    Returns:
        The lower and the upper end.

    Raises:
        ValueError: if level isn't above 0 and below 1.

    Examples:
        >>> percentile_interval(np.array([3.0, 0.0, 2.0, 1.0, 4.0]), 0.5)
        (1.0, 3.0)
    """
    raise NotImplementedError
