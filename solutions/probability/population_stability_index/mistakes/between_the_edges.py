"""Numbers are counted between the inner edges alone, so that the first and the last bin are missing: E edges make E + 1 bins,
those at the ends open.

caught by: test_the_shares
"""

import numpy as np


def bin_edges(reference, n_bins):
    return np.unique(np.quantile(reference, np.arange(1, n_bins) / n_bins))


def bin_shares(x, edges):
    counts, _ = np.histogram(x, bins=edges)
    return counts / len(x)


def stability_index(reference, current, n_bins, floor=1e-4):
    edges = bin_edges(reference, n_bins)
    r = np.maximum(bin_shares(reference, edges), floor)
    c = np.maximum(bin_shares(current, edges), floor)
    parts = (c - r) * np.log(c / r)
    return float(np.sum(parts)), parts
