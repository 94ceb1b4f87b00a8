"""The bins end at the reference's smallest and largest number, and what lies beyond falls into none: the very numbers that
a shift brings are lost. The first and the last bin are open.

caught by: test_open_ends
"""

import numpy as np


def bin_edges(reference, n_bins):
    return np.unique(np.quantile(reference, np.linspace(0, 1, n_bins + 1)[1:-1]))


def bin_shares(x, edges):
    idx = np.searchsorted(edges, x, side="left")
    return np.bincount(idx, minlength=len(edges) + 1) / len(x)


def stability_index(reference, current, n_bins, floor=1e-4):
    edges = bin_edges(reference, n_bins)
    inside = current[(current >= reference.min()) & (current <= reference.max())]
    expected = np.clip(bin_shares(reference, edges), floor, None)
    counts = np.bincount(np.searchsorted(edges, inside, side="left"), minlength=len(edges) + 1)
    actual = np.clip(counts / len(current), floor, None)
    parts = (actual - expected) * np.log(actual / expected)
    return float(parts.sum()), parts
