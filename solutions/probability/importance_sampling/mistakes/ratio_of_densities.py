"""Densities are exponentiated before they are divided: far out both are 0 in floating point, and the weight nan. Subtract
the logarithms first, and shift them by the largest before exponentiating.

caught by: test_far_from_floating_point
"""

import numpy as np


def _weights(log_p, log_q):
    with np.errstate(all="ignore"):
        return np.exp(log_p) / np.exp(log_q)


def plain_estimate(f, log_p, log_q):
    return float(np.mean(_weights(log_p, log_q) * f))


def self_normalized_estimate(f, log_p, log_q):
    w = _weights(log_p, log_q)
    if np.sum(w) == 0:
        raise ValueError("all weights are zero")
    with np.errstate(all="ignore"):
        return float(np.sum(w * f) / np.sum(w))


def log_normalizer(log_p, log_q):
    with np.errstate(all="ignore"):
        return float(np.log(np.mean(_weights(log_p, log_q))))


def effective_sample_size(log_p, log_q):
    w = _weights(log_p, log_q)
    if np.sum(w) == 0:
        raise ValueError("all weights are zero")
    with np.errstate(all="ignore"):
        return float(np.sum(w) ** 2 / np.sum(w**2))
