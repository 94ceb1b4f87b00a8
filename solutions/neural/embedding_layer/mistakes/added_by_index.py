"""`dweight[ids] += dy` reads all rows, adds, and writes them back: of an id that is repeated, only one position counts.
np.add.at adds them all.

caught by: test_a_repeated_id_gets_the_sum_of_its_gradients
"""

import numpy as np


def embedding_layer(ids, weight, padding_idx=None):
    if np.any(ids < 0) or np.any(ids >= weight.shape[0]):
        raise IndexError("an id is out of range")
    return weight[ids], (ids, weight, padding_idx)


def embedding_layer_backward(dy, cache):
    ids, weight, padding_idx = cache
    dweight = np.zeros_like(weight)
    dweight[ids] += dy
    if padding_idx is not None:
        dweight[padding_idx] = 0
    return dweight
