"""Magnitude pruning by a stable order.

Why it works: an order says which come first even where two are equal, so that the number that goes is exact. The
ranking of all layers is that of one long vector, which is cut into layers again.
"""

import numpy as np


def kept(sizes, sparsity):
    mask = np.ones(len(sizes), dtype=bool)
    mask[np.argsort(sizes, kind="stable")[: int(sparsity * len(sizes))]] = False
    return mask


def layer_mask(weights, sparsity):
    return kept(np.abs(weights).ravel(), sparsity).reshape(weights.shape)


def global_masks(layers, sparsity):
    mask = kept(np.concatenate([np.abs(layer).ravel() for layer in layers]), sparsity)
    parts = np.split(mask, np.cumsum([layer.size for layer in layers])[:-1])
    return [part.reshape(layer.shape) for part, layer in zip(parts, layers, strict=True)]


def channel_mask(weights, sparsity):
    return kept(np.linalg.norm(weights, axis=1), sparsity)
