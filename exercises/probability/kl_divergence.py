"""KL divergence: how many nats it costs to believe q when p is true.

Somebody who codes, bets or predicts with the law q while p is at work pays, on
average over p, the cross-entropy; with p itself it would be the entropy; the
difference is the Kullback-Leibler divergence:

    cross-entropy   H(p, q) = - sum_i p_i log q_i
    divergence      KL(p || q) = sum_i p_i log(p_i / q_i) = H(p, q) - H(p)

It is never negative, and 0 exactly when the laws are equal. It is what the
loss of a classifier, a language model and a variational autoencoder measure,
and what keeps a tuned policy near its reference. It is no distance: KL(p || q)
and KL(q || p) differ. Forward, KL(data || model) punishes a model that gives
no probability to what happens; reverse, KL(model || data) one that gives
probability to what doesn't.

Conventions:

- **Natural logarithm**: results are in nats.
- **p_i = 0** adds nothing, whatever q_i is, 0 included.
- **q_i = 0 < p_i** makes both results inf: what is called impossible happens.
- **Laws** lie along the last axis, of length N at least 1. All other axes are
  pairs of laws, each with a result of its own; there may be none.
- **Never negative**: rounding leaves nothing below 0 in the divergence.
- **Dtype**: float64.
"""

import numpy as np


def cross_entropy(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """H(p, q), in nats.

    Args:
        p: the true laws, shape (..., N), each summing to 1.
        q: the believed laws, the same shape.

    Returns:
        A float64 array of shape (...), at least 0, or inf.

    Examples:
        >>> p, q = np.array([0.5, 0.5, 0.0]), np.array([0.25, 0.75, 0.0])
        >>> round(float(cross_entropy(p, q)), 4)
        0.837
    """
    raise NotImplementedError


def kl_divergence(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """KL(p || q), in nats.

    Args:
        p: the true laws, shape (..., N), each summing to 1.
        q: the believed laws, the same shape.

    Returns:
        A float64 array of shape (...), at least 0, or inf.

    Examples:
        >>> p, q = np.array([0.5, 0.5]), np.array([0.25, 0.75])
        >>> round(float(kl_divergence(p, q)), 4)
        0.1438
        >>> sure = np.array([1.0, 0.0])
        >>> round(float(kl_divergence(sure, p)), 4)
        0.6931
        >>> float(kl_divergence(p, sure))
        inf
    """
    raise NotImplementedError
