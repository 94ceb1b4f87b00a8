"""Takes a threshold by partition, and from those that equal it as many as are missing, the first ones."""

import numpy as np


def below(sizes, count):
    if count == 0:
        return np.ones(sizes.shape, dtype=bool)
    flat = sizes.reshape(-1)
    threshold = np.partition(flat, count - 1)[count - 1]
    gone = flat < threshold
    ties = np.flatnonzero(flat == threshold)
    gone[ties[: count - gone.sum()]] = True
    return ~gone.reshape(sizes.shape)


def layer_mask(weights, sparsity):
    return below(np.abs(weights), int(weights.size * sparsity))


def global_masks(layers, sparsity):
    total = sum(layer.size for layer in layers)
    mask = below(np.hstack([np.abs(layer).reshape(-1) for layer in layers]), int(np.floor(total * sparsity)))
    masks, start = [], 0
    for layer in layers:
        masks.append(mask[start : start + layer.size].reshape(layer.shape))
        start += layer.size
    return masks


def channel_mask(weights, sparsity):
    return below(np.einsum("md,md->m", weights, weights), int(sparsity * weights.shape[0]))
