"""The maximum and the sum are taken along the last axis, whatever axis is named.

caught by: test_softmax_along_any_axis
"""

import numpy as np


def softmax(logits, axis=-1):
    return np.exp(log_softmax(logits))


def log_softmax(logits, axis=-1):
    peak = logits.max(axis=-1, keepdims=True)
    shifted = logits - np.where(np.isinf(peak), 0, peak)
    with np.errstate(divide="ignore"):
        total = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted - np.where(np.isinf(total), 0, total)
