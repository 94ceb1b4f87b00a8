# needs: scipy
"""SciPy's softmax and logsumexp."""

import numpy as np
from scipy.special import logsumexp, softmax


def plain_estimate(f, log_p, log_q):
    return float(np.mean(np.exp(log_p - log_q) * f))


def weights(log_p, log_q):
    if np.isneginf(log_p).all():
        raise ValueError("no weight")
    return softmax(log_p - log_q)


def self_normalized_estimate(f, log_p, log_q):
    return float(np.average(f, weights=weights(log_p, log_q)))


def log_normalizer(log_p, log_q):
    return float(logsumexp(log_p - log_q, b=1 / len(log_p)))


def effective_sample_size(log_p, log_q):
    return float(1 / np.sum(weights(log_p, log_q) ** 2))
