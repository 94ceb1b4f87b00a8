"""A one-hot array of N x V numbers is made and multiplied: right for a toy, but 12 000 ids of a vocabulary of 100 000
take gigabytes of zeros. Index the rows, and add gradients to rows.

caught by: test_a_large_vocabulary
"""

import numpy as np


def embedding_layer(ids, weight, padding_idx=None):
    n_rows = weight.shape[0]
    if np.any(ids < 0) or np.any(ids >= n_rows):
        raise IndexError("an id is out of range")
    one_hot = np.eye(n_rows, dtype=weight.dtype)[ids]
    return one_hot @ weight, (one_hot, padding_idx)


def embedding_layer_backward(dy, cache):
    one_hot, padding_idx = cache
    dweight = one_hot.reshape(-1, one_hot.shape[-1]).T @ dy.reshape(-1, dy.shape[-1])
    if padding_idx is not None:
        dweight[padding_idx] = 0
    return dweight
