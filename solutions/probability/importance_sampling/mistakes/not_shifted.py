"""The log weights are exponentiated while they are large: exp(5000) is inf and exp(-5000) is 0. Subtract the largest first, and
add it to the log normaliser again.

caught by: test_far_from_floating_point
"""

import numpy as np


def plain_estimate(f, log_p, log_q):
    w = np.exp(log_p - log_q)
    return float(np.mean(w * f))


def self_normalized_estimate(f, log_p, log_q):
    with np.errstate(all="ignore"):
        w = np.exp(log_p - log_q)
        if w.sum() == 0:
            raise ValueError("all weights are zero")
        return float((w * f).sum() / w.sum())


def log_normalizer(log_p, log_q):
    with np.errstate(all="ignore"):
        return float(np.log(np.exp(log_p - log_q).mean()))


def effective_sample_size(log_p, log_q):
    with np.errstate(all="ignore"):
        w = np.exp(log_p - log_q)
        if w.sum() == 0:
            raise ValueError("all weights are zero")
        return float(w.sum() ** 2 / (w**2).sum())
