"""Positions sorted by id: the gradients of one id are then a run of rows, and each run is summed at once."""

import numpy as np


def embedding_layer(ids, weight, padding_idx=None):
    flat = np.asarray(ids).ravel()
    if flat.size and not 0 <= flat.min() <= flat.max() < weight.shape[0]:
        raise IndexError("an id outside of the vocabulary")
    y = np.take(weight, flat, axis=0).reshape(*np.shape(ids), weight.shape[1])
    kept = np.flatnonzero(flat != padding_idx) if padding_idx is not None else np.arange(flat.size)
    order = kept[np.argsort(flat[kept], kind="stable")]
    return y, {"order": order, "sorted": flat[order], "rows": weight.shape[0]}


def embedding_layer_backward(dy, cache):
    rows = dy.reshape(-1, dy.shape[-1])[cache["order"]]
    dweight = np.zeros((cache["rows"], dy.shape[-1]), dy.dtype)
    if len(rows):
        present, starts = np.unique(cache["sorted"], return_index=True)
        dweight[present] = np.add.reduceat(rows, starts, axis=0)
    return dweight
