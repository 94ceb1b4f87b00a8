"""The self-normalised estimate is divided by N: it is by the sum of the weights, which makes it free of constants.

caught by: test_the_self_normalised_estimate
"""

import numpy as np


def _shifted(log_p, log_q):
    log_w = log_p - log_q
    top = log_w.max()
    if np.isneginf(top):
        raise ValueError("all weights are zero")
    return np.exp(log_w - top), top


def plain_estimate(f, log_p, log_q):
    return float(np.mean(np.exp(log_p - log_q) * f))


def self_normalized_estimate(f, log_p, log_q):
    if np.isneginf(log_p).all():
        raise ValueError("all weights are zero")
    with np.errstate(over="ignore"):
        return float(np.mean(np.exp(log_p - log_q) * f))


def log_normalizer(log_p, log_q):
    if np.isneginf(log_p).all():
        return -np.inf
    w, top = _shifted(log_p, log_q)
    return float(top + np.log(w.mean()))


def effective_sample_size(log_p, log_q):
    w, _ = _shifted(log_p, log_q)
    return float(w.sum() ** 2 / (w**2).sum())
