"""Inverse transform sampling: any law from uniform numbers.

A generator gives numbers u that are uniform on [0, 1). To draw from a law with
distribution function F, put u into the inverse of F, the quantile function:

    x = Q(u)      then P(x <= t) = P(u <= F(t)) = F(t)

It is how a sampler picks the next token from a row of probabilities, how NumPy
and the GPU draw exponential numbers, and it maps low-discrepancy points (and
antithetic pairs u, 1 - u) to any law, since it is monotone.

- **Exponential law** with rate r: F(x) = 1 - exp(-r x), so

      Q(u) = -log(1 - u) / r

  For u below 1e-16, 1 - u is 1 in floating point and its logarithm 0, though
  Q is about u / r: `np.log1p` knows better.
- **Discrete law** with probabilities p_0, ..., p_(K-1): with the cumulative
  sums F_k = p_0 + ... + p_k,

      Q(u) = the smallest k with u < F_k

  which a binary search finds in log K steps.

Conventions:

- **u** is at least 0 and below 1. At u = F_k the discrete outcome is no longer
  k, and an outcome of probability 0 never comes.
- **Rounding** may leave the last F_k below 1, with u above it. The result is
  the last outcome that has probability then.
- **Randomness** comes from `rng` alone, and the same state gives the same
  draws; in which order it is called is free.
"""

from collections.abc import Callable

import numpy as np


def exponential_quantile(u: np.ndarray, rate: float) -> np.ndarray:
    """The quantile function of the exponential law.

    Args:
        u: shape (N,).
        rate: r, above 0.

    Returns:
        Shape (N,).

    Examples:
        >>> u = np.array([0.0, 0.5])
        >>> exponential_quantile(u, 2.0).round(6).tolist()
        [0.0, 0.346574]
    """
    raise NotImplementedError


def discrete_quantile(u: np.ndarray, probabilities: np.ndarray) -> np.ndarray:
    """The quantile function of a discrete law.

    Args:
        u: shape (N,).
        probabilities: shape (K,), summing to 1 up to rounding.

    Returns:
        Outcomes, whole numbers of shape (N,).

    Examples:
        >>> p = np.array([0.25, 0.0, 0.5, 0.25])
        >>> discrete_quantile(np.array([0.0, 0.3, 0.7, 0.9]), p).tolist()
        [0, 2, 2, 3]
    """
    raise NotImplementedError


def draw(quantile: Callable[[np.ndarray], np.ndarray], size: int, rng: np.random.Generator) -> np.ndarray:
    """Independent draws from the law of a quantile function.

    Args:
        quantile: maps an array of u, shape (n,), to one of x.
        size: the number of draws N, 1 or more.
        rng: source of randomness.

    Returns:
        Shape (N,).

    Examples:
        >>> rng = np.random.default_rng(0)
        >>> draw(lambda u: 0 * u + 7.0, 3, rng).tolist()
        [7.0, 7.0, 7.0]
    """
    raise NotImplementedError
