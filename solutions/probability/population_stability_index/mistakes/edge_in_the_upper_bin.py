"""A number that equals an edge is counted in the bin above, as np.histogram and np.digitize do it by default: it belongs to
the bin below.

caught by: test_a_number_at_an_edge
"""

import numpy as np


def bin_edges(reference, n_bins):
    return np.unique(np.quantile(reference, np.arange(1, n_bins) / n_bins))


def bin_shares(x, edges):
    bins = np.digitize(x, edges)
    return np.array([np.mean(bins == b) for b in range(len(edges) + 1)])


def stability_index(reference, current, n_bins, floor=1e-4):
    edges = bin_edges(reference, n_bins)
    r = np.maximum(bin_shares(reference, edges), floor)
    c = np.maximum(bin_shares(current, edges), floor)
    parts = (c - r) * np.log(c / r)
    return float(parts.sum()), parts
