"""The maximum and the sum lose their axis and no longer line up with the rows: keepdims=True keeps it, with length 1.

caught by: test_softmax_of_each_row
"""

import numpy as np


def softmax(logits, axis=-1):
    exps = np.exp(logits - np.max(logits, axis=axis))
    return exps / np.sum(exps, axis=axis)


def log_softmax(logits, axis=-1):
    shifted = logits - np.max(logits, axis=axis)
    return shifted - np.log(np.sum(np.exp(shifted), axis=axis))
