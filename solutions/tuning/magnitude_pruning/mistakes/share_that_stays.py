"""The sparsity is taken for the share that stays: it is the share that goes.

caught by: test_sparsity_is_the_share_that_goes
"""

import numpy as np


def layer_mask(weights, sparsity):
    flat = np.abs(weights).ravel()
    stay = int(sparsity * flat.size)
    mask = np.zeros(flat.size, dtype=bool)
    mask[np.argsort(flat, kind="stable")[flat.size - stay :]] = True
    return mask.reshape(weights.shape)


def global_masks(layers, sparsity):
    mask = layer_mask(np.concatenate([layer.ravel() for layer in layers]), sparsity)
    masks, start = [], 0
    for layer in layers:
        masks.append(mask[start : start + layer.size].reshape(layer.shape))
        start += layer.size
    return masks


def channel_mask(weights, sparsity):
    return layer_mask(np.linalg.norm(weights, axis=1), sparsity)
