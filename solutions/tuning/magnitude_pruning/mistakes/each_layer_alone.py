"""The share is taken from each layer by itself: globally one ranking runs over the weights of all layers.

caught by: test_one_ranking_of_all_layers
"""

import numpy as np


def layer_mask(weights, sparsity):
    k = int(sparsity * weights.size)
    order = np.argsort(np.abs(weights).flatten(), kind="stable")
    mask = np.ones(weights.size, dtype=bool)
    mask[order[:k]] = False
    return mask.reshape(weights.shape)


def global_masks(layers, sparsity):
    return [layer_mask(w, sparsity) for w in layers]


def channel_mask(weights, sparsity):
    norms = np.sqrt(np.sum(weights**2, axis=1))
    return layer_mask(norms, sparsity)
