"""The smallest and the largest number of the reference are edges as well: there are B - 1 inner edges, and the outer bins
are open.

caught by: test_the_edges
"""

import numpy as np


def bin_edges(reference, n_bins):
    return np.unique(np.quantile(reference, np.linspace(0, 1, n_bins + 1)))


def bin_shares(x, edges):
    counts, _ = np.histogram(x, bins=edges)
    return counts / len(x)


def stability_index(reference, current, n_bins, floor=1e-4):
    edges = bin_edges(reference, n_bins)
    expected = np.maximum(bin_shares(reference, edges), floor)
    actual = np.maximum(bin_shares(current, edges), floor)
    parts = (actual - expected) * np.log(actual / expected)
    return float(np.sum(parts)), parts
