"""log p and log q are each shifted by their own maximum, as in a softmax, and the shifts are never added back: the weights are off
by one factor, and only ratios of weights do without it.

caught by: test_the_plain_estimate
"""

import numpy as np


def weights(log_p, log_q):
    return np.exp(log_p - np.max(log_p)) / np.exp(log_q - np.max(log_q))


def plain_estimate(f, log_p, log_q):
    return float(np.mean(weights(log_p, log_q) * f))


def self_normalized_estimate(f, log_p, log_q):
    if np.all(np.isneginf(log_p)):
        raise ValueError("every weight is 0")
    w = weights(log_p, log_q)
    return float(np.sum(w * f) / np.sum(w))


def log_normalizer(log_p, log_q):
    if np.all(np.isneginf(log_p)):
        return -np.inf
    return float(np.log(np.mean(weights(log_p, log_q))))


def effective_sample_size(log_p, log_q):
    if np.all(np.isneginf(log_p)):
        raise ValueError("every weight is 0")
    w = weights(log_p, log_q)
    return float(np.sum(w) ** 2 / np.sum(w**2))
