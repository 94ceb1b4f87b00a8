"""The log weights are clipped so that exp can't overflow: whatever lies beyond the bounds gets a wrong weight. Subtract the
largest log weight instead, and add it to the log normaliser again.

caught by: test_far_from_floating_point
"""

import numpy as np


def clipped_weights(log_p, log_q):
    return np.exp(np.clip(log_p - log_q, -700, 700))


def plain_estimate(f, log_p, log_q):
    return float(np.mean(np.exp(log_p - log_q) * f))


def self_normalized_estimate(f, log_p, log_q):
    if np.all(log_p == -np.inf):
        raise ValueError("every weight is 0")
    w = clipped_weights(log_p, log_q)
    return float(np.sum(w * f) / np.sum(w))


def log_normalizer(log_p, log_q):
    if np.all(log_p == -np.inf):
        return -np.inf
    return float(np.log(np.mean(clipped_weights(log_p, log_q))))


def effective_sample_size(log_p, log_q):
    if np.all(log_p == -np.inf):
        raise ValueError("every weight is 0")
    w = clipped_weights(log_p, log_q)
    return float(np.sum(w) ** 2 / np.sum(w**2))
