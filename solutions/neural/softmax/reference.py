"""Softmax, with every row shifted so that its largest logit is 0.

Why it works: numerator and denominator may be multiplied by the same exp(-c), so a row can be shifted freely. With c
the largest logit, no exponent is positive: exp can't overflow, and the sum holds exp(0) = 1, so it can't be 0 either.
What underflows to 0 was too small to matter in the sum. The logarithm is taken of the formula and not of its value:
log(exp(a) / total) is a - log(total), where a may be as low as it likes.
"""

import numpy as np


def shifted(logits, axis):
    peak = logits.max(axis=axis, keepdims=True)
    # A row of -inf alone stays as it is: -inf - (-inf) would be nan.
    return logits - np.where(peak == -np.inf, 0, peak)


def softmax(logits, axis=-1):
    weights = np.exp(shifted(logits, axis))
    total = weights.sum(axis=axis, keepdims=True)
    # The largest weight of a row is 1, so the total is below 1 only where all weights are 0: 0 / 1 keeps those zeros.
    return weights / np.maximum(total, 1)


def log_softmax(logits, axis=-1):
    exponents = shifted(logits, axis)
    total = np.exp(exponents).sum(axis=axis, keepdims=True)
    return exponents - np.log(np.maximum(total, 1))
