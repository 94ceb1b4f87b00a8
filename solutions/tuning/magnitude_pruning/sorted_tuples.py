"""Sorts (magnitude, layer, index) tuples in Python: ties are broken by the tuple itself."""

import math

import numpy as np


def global_masks(layers, sparsity):
    entries = sorted(
        (abs(value), number, index) for number, layer in enumerate(layers) for index, value in enumerate(layer.flat)
    )
    masks = [[True] * layer.size for layer in layers]
    for _, number, index in entries[: math.floor(sparsity * len(entries))]:
        masks[number][index] = False
    return [np.array(mask).reshape(layer.shape) for mask, layer in zip(masks, layers, strict=True)]


def layer_mask(weights, sparsity):
    return global_masks([weights], sparsity)[0]


def channel_mask(weights, sparsity):
    return layer_mask(np.array([sum(value * value for value in row) for row in weights.tolist()]), sparsity)
