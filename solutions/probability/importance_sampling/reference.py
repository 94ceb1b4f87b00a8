"""Weights from shifted logarithms.

Why it works: p = q w, so averaging w f over q is averaging f over p. A shift of all log weights multiplies all weights
by one number, which a ratio of weights doesn't notice.
"""

import numpy as np


def shifted_weights(log_p, log_q):
    log_w = log_p - log_q
    shift = log_w.max()
    if shift == -np.inf:
        raise ValueError("every weight is 0: q never drew what p has")
    return np.exp(log_w - shift), shift


def plain_estimate(f, log_p, log_q):
    return float((np.exp(log_p - log_q) * f).mean())


def self_normalized_estimate(f, log_p, log_q):
    w, _ = shifted_weights(log_p, log_q)
    return float(w @ f / w.sum())


def log_normalizer(log_p, log_q):
    if (log_p == -np.inf).all():
        return -np.inf
    w, shift = shifted_weights(log_p, log_q)
    return float(shift + np.log(w.mean()))


def effective_sample_size(log_p, log_q):
    w, _ = shifted_weights(log_p, log_q)
    return float(w.sum() ** 2 / (w**2).sum())
