"""A row of -inf alone has the maximum -inf, and -inf - (-inf) is nan: from such a row 0 has to be subtracted, and its
sum of 0 must not be divided by.

caught by: test_a_row_of_minus_infinity_alone
"""

import numpy as np


def softmax(logits, axis=-1):
    exps = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return exps / exps.sum(axis=axis, keepdims=True)


def log_softmax(logits, axis=-1):
    shifted = logits - logits.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
