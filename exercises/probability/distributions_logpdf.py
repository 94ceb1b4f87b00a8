"""Log-probabilities of six distributions.

A likelihood is a product of densities, and with a thousand samples it is 0 in
floating point. So everything is computed as a logarithm from the start, never
as log(p(x)): that is what `log_prob` of every probabilistic library does, and
policy gradients, flows and mixture models call nothing as often.

    Bernoulli(p)         x log p + (1 - x) log(1 - p)
    Binomial(n, p)       log C(n, x) + x log p + (n - x) log(1 - p)
    Poisson(rate)        x log rate - rate - log x!
    Uniform(low, high)   -log(high - low)
    Exponential(rate)    log rate - rate x
    Gaussian(mean, std)  -((x - mean) / std)^2 / 2 - log std - log(2 pi) / 2

The first three are laws of counts and give the logarithm of a probability, the
others that of a density, which can be above 0. C(n, x) = n! / (x! (n - x)!)
and x! overflow soon; log x! is lgamma(x + 1), which `math` has for one number.

Conventions:

- **Shapes**: x is (N,), parameters are numbers; the result is (N,), float64.
- **Outside the support** the result is -inf: a count below 0 or above n (1 for
  Bernoulli), or one that isn't whole; a number outside [low, high], both ends
  included; a number below 0 for the exponential.
- **0 log 0** is 0, so that p may be 0 or 1.
- **Size**: counts and n up to 10,000, right to six digits, and a Gaussian 100
  standard deviations out.
- **Parameters** are valid: p from 0 to 1, rates and std above 0, low < high.
- The result is never nan.
"""

import numpy as np


def bernoulli(x: np.ndarray, p: float) -> np.ndarray:
    """Log-probability of one trial.

    Args:
        x: shape (N,).
        p: the probability of 1.

    Returns:
        Shape (N,).

    Examples:
        >>> bernoulli(np.array([1.0, 0.0, 2.0]), 0.25).round(4).tolist()
        [-1.3863, -0.2877, -inf]
    """
    raise NotImplementedError


def binomial(x: np.ndarray, n: int, p: float) -> np.ndarray:
    """Log-probability of x successes in n trials.

    Args:
        x: shape (N,).
        n: 1 or more.
        p: the probability of a success.

    Returns:
        Shape (N,).

    Examples:
        >>> binomial(np.array([1.0, 5.0]), 2, 0.5).round(4).tolist()
        [-0.6931, -inf]
    """
    raise NotImplementedError


def poisson(x: np.ndarray, rate: float) -> np.ndarray:
    """Log-probability of x events where `rate` are expected.

    Args:
        x: shape (N,).
        rate: the mean.

    Returns:
        Shape (N,).

    Examples:
        >>> poisson(np.array([0.0, 2.0]), 2.0).round(4).tolist()
        [-2.0, -1.3069]
    """
    raise NotImplementedError


def uniform(x: np.ndarray, low: float, high: float) -> np.ndarray:
    """Log-density of the uniform distribution on [low, high].

    Args:
        x: shape (N,).
        low: the lower end.
        high: the upper end.

    Returns:
        Shape (N,).

    Examples:
        >>> uniform(np.array([0.0, 0.75]), 0.0, 0.5).round(4).tolist()
        [0.6931, -inf]
    """
    raise NotImplementedError


def exponential(x: np.ndarray, rate: float) -> np.ndarray:
    """Log-density of the exponential distribution with mean 1 / rate.

    Args:
        x: shape (N,).
        rate: events per unit of time.

    Returns:
        Shape (N,).

    Examples:
        >>> exponential(np.array([0.0, 2.0]), 0.5).round(4).tolist()
        [-0.6931, -1.6931]
    """
    raise NotImplementedError


def gaussian(x: np.ndarray, mean: float, std: float) -> np.ndarray:
    """Log-density of the Gaussian.

    Args:
        x: shape (N,).
        mean: its mean.
        std: its standard deviation.

    Returns:
        Shape (N,).

    Examples:
        >>> gaussian(np.array([0.0, 100.0]), 0.0, 1.0).round(4).tolist()
        [-0.9189, -5000.9189]
    """
    raise NotImplementedError
