"""All weights above a threshold stay: where several equal it, all of them go at once, and more than floor(s n). An order, by
a stable sort, takes exactly as many.

caught by: test_equal_magnitudes
"""

import numpy as np


def layer_mask(weights, sparsity):
    flat = np.sort(np.abs(weights).ravel())
    k = int(sparsity * flat.size)
    if k == 0:
        return np.ones(weights.shape, dtype=bool)
    return np.abs(weights) > flat[k - 1]


def global_masks(layers, sparsity):
    flat = np.sort(np.concatenate([np.abs(w).ravel() for w in layers]))
    k = int(sparsity * flat.size)
    if k == 0:
        return [np.ones(w.shape, dtype=bool) for w in layers]
    return [np.abs(w) > flat[k - 1] for w in layers]


def channel_mask(weights, sparsity):
    norms = np.linalg.norm(weights, axis=1)
    k = int(sparsity * len(norms))
    if k == 0:
        return np.ones(len(norms), dtype=bool)
    return norms > np.sort(norms)[k - 1]
