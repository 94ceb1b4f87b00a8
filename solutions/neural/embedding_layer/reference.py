"""Embedding layer: gather forward, scatter-add backward.

Why it works: y is linear in W, with a matrix of 0 and 1 that picks rows. The backward pass is the product with its
transpose: where the forward pass copied row v to three positions, the backward pass adds those three gradients up.
"""

import numpy as np


def embedding_layer(ids, weight, padding_idx=None):
    if np.any((ids < 0) | (ids >= len(weight))):
        raise IndexError(f"ids must be from 0 to {len(weight) - 1}")
    return weight[ids], (ids, weight.shape, padding_idx)


def embedding_layer_backward(dy, cache):
    ids, shape, padding_idx = cache
    dweight = np.zeros(shape, dy.dtype)
    # add.at adds once for every position; `dweight[ids] += dy` would keep one position of each id.
    np.add.at(dweight, ids, dy)
    if padding_idx is not None:
        dweight[padding_idx] = 0
    return dweight
