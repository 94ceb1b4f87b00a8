"""Inner edges only, so that every number has a bin.

Why it works: a bin's number is how many edges lie strictly below x, so no number is outside. Equal edges can't make an
empty bin, and the floor keeps both quotient and logarithm finite.
"""

import numpy as np


def bin_edges(reference, n_bins):
    return np.unique(np.quantile(reference, np.arange(1, n_bins) / n_bins))


def bin_shares(x, edges):
    return np.bincount(np.searchsorted(edges, x, side="left"), minlength=len(edges) + 1) / len(x)


def stability_index(reference, current, n_bins, floor=1e-4):
    edges = bin_edges(reference, n_bins)
    r = np.maximum(bin_shares(reference, edges), floor)
    c = np.maximum(bin_shares(current, edges), floor)
    parts = (c - r) * np.log(c / r)
    return float(parts.sum()), parts
