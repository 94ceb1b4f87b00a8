"""The plain estimate is of weights divided by the largest, and never multiplied by it again: only ratios of weights do without.

caught by: test_the_plain_estimate
"""

import numpy as np


def _weights(log_p, log_q):
    log_w = log_p - log_q
    if np.all(np.isneginf(log_w)):
        raise ValueError("all weights are zero")
    return np.exp(log_w - np.max(log_w))


def plain_estimate(f, log_p, log_q):
    if np.all(np.isneginf(log_p)):
        return 0.0
    return float(np.mean(_weights(log_p, log_q) * f))


def self_normalized_estimate(f, log_p, log_q):
    w = _weights(log_p, log_q)
    return float(np.sum(w * f) / np.sum(w))


def log_normalizer(log_p, log_q):
    if np.all(np.isneginf(log_p)):
        return -np.inf
    return float(np.max(log_p - log_q) + np.log(np.mean(_weights(log_p, log_q))))


def effective_sample_size(log_p, log_q):
    w = _weights(log_p, log_q)
    w = w / w.sum()
    return float(1.0 / np.sum(w**2))
