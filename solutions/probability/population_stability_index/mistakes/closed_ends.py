"""The bins end at the reference's smallest and largest number, and what lies beyond falls into none: the very numbers that
a shift brings are lost. The first and the last bin are open.

caught by: test_open_ends
"""

import numpy as np


def bin_edges(reference, n_bins):
    return np.unique(np.quantile(reference, np.linspace(0, 1, n_bins + 1)[1:-1]))


def bin_shares(x, edges):
    counts, _ = np.histogram(x, bins=np.concatenate([[-np.inf], edges, [np.inf]]))
    return counts / len(x)


def stability_index(reference, current, n_bins, floor=1e-4):
    bins = np.unique(np.quantile(reference, np.linspace(0, 1, n_bins + 1)))
    expected = np.clip(np.histogram(reference, bins)[0] / len(reference), floor, None)
    actual = np.clip(np.histogram(current, bins)[0] / len(current), floor, None)
    parts = (actual - expected) * np.log(actual / expected)
    return float(parts.sum()), parts
