"""Importance sampling: means under one law from draws of another.

Draws x_1, ..., x_N came from q (the old policy, a simulator, a proposal that
sees rare events), and the mean of f under p is wanted. Weights say how much
more often p would have given each draw:

    w_i = p(x_i) / q(x_i),    mean of f under p = mean of w f under q

Off-policy evaluation, PPO's ratio, particle filters and the marginal
likelihood of a latent variable model are this formula. Weights are computed
from logarithms, log w = log p - log q, since p of a long sequence is
exp(-2000) and underflows.

- **Plain**: 1/N sum_i w_i f_i. Unbiased; needs both densities normalised.
- **Self-normalised**: sum_i w_i f_i / sum_i w_i. A factor of p or of q that
  nobody knows cancels, so log p may be off by any constant. Biased by the
  order of 1/N, and often far less noisy.
- **Log normaliser**: log(1/N sum_i w_i) estimates the logarithm of p's
  integral, where log p isn't normalised.
- **Effective sample size**: (sum_i w_i)^2 / sum_i w_i^2, from 1, where one
  weight has it all, to N, where all are equal.

Conventions:

- **log p = -inf** means weight 0, and a draw with it adds nothing, whatever f
  is there (finite). log q is finite.
- **Large and small** log weights, of -5000 or +5000, must work: shift before
  exponentiating. The plain estimate alone may overflow as its weights do.
- **No weight at all**: where every weight is 0, the self-normalised estimate
  and the effective sample size are an error.
"""

import numpy as np


def plain_estimate(f: np.ndarray, log_p: np.ndarray, log_q: np.ndarray) -> float:
    """The unbiased estimate of the mean of f under p.

    Args:
        f: value at each draw, shape (N,).
        log_p: log density of p, normalised, shape (N,).
        log_q: log density of q, normalised, shape (N,).

    Returns:
        The estimate.

    Examples:
        >>> f = np.array([1.0, 10.0])
        >>> log_p, log_q = np.log([0.2, 0.6]), np.log([0.5, 0.5])
        >>> round(plain_estimate(f, log_p, log_q), 6)
        6.2
    """
    raise NotImplementedError


def self_normalized_estimate(f: np.ndarray, log_p: np.ndarray, log_q: np.ndarray) -> float:
    """The estimate that needs no constants.

    Args:
        f: value at each draw, shape (N,).
        log_p: of each draw, up to a constant, shape (N,).
        log_q: of each draw, up to a constant, shape (N,).

    Returns:
        The estimate.

    Raises:
        ValueError: if every weight is 0.

    Examples:
        >>> f = np.array([1.0, 10.0])
        >>> log_p, log_q = np.log([0.2, 0.6]) - 5000, np.log([0.5, 0.5])
        >>> round(self_normalized_estimate(f, log_p, log_q), 6)
        7.75
    """
    raise NotImplementedError


def log_normalizer(log_p: np.ndarray, log_q: np.ndarray) -> float:
    """The estimated logarithm of the integral of p.

    Args:
        log_p: log density of p, not normalised, shape (N,).
        log_q: log density of q, normalised, shape (N,).

    Returns:
        The estimate; -inf if every weight is 0.

    Examples:
        >>> log_p = np.log([0.2, 0.6]) - 5000
        >>> round(log_normalizer(log_p, np.log([0.5, 0.5])), 6)
        -5000.223144
    """
    raise NotImplementedError


def effective_sample_size(log_p: np.ndarray, log_q: np.ndarray) -> float:
    """How many equal weights these are worth.

    Args:
        log_p: of each draw, up to a constant, shape (N,).
        log_q: of each draw, up to a constant, shape (N,).

    Returns:
        From 1 to N.

    Raises:
        ValueError: if every weight is 0.

    Examples:
        >>> log_p = np.log([0.2, 0.6]) - 5000
        >>> round(effective_sample_size(log_p, np.log([0.5, 0.5])), 6)
        1.6
    """
    raise NotImplementedError
