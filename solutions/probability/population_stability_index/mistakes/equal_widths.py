"""The bins are equally wide: they are to hold equally many numbers of the reference, so edges are its quantiles.

caught by: test_the_edges
"""

import numpy as np


def bin_edges(reference, n_bins):
    return np.linspace(reference.min(), reference.max(), n_bins + 1)[1:-1]


def bin_shares(x, edges):
    counts = np.zeros(len(edges) + 1)
    for v in x:
        counts[np.sum(v > edges)] += 1
    return counts / len(x)


def stability_index(reference, current, n_bins, floor=1e-4):
    edges = bin_edges(reference, n_bins)
    e = np.maximum(bin_shares(reference, edges), floor)
    a = np.maximum(bin_shares(current, edges), floor)
    psi = (a - e) * np.log(a / e)
    return float(np.sum(psi)), psi
