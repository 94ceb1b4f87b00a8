"""Order statistics by hand, a count for each number, and the two divergences."""

import bisect
import math

import numpy as np


def bin_edges(reference, n_bins):
    ordered = sorted(reference.tolist())
    edges = set()
    for b in range(1, n_bins):
        position = b / n_bins * (len(ordered) - 1)
        low = math.floor(position)
        high = min(low + 1, len(ordered) - 1)
        edges.add(ordered[low] + (position - low) * (ordered[high] - ordered[low]))
    return np.array(sorted(edges))


def bin_shares(x, edges):
    counts = [0] * (len(edges) + 1)
    for value in x.tolist():
        counts[bisect.bisect_left(edges.tolist(), value)] += 1
    return np.array(counts) / len(x)


def stability_index(reference, current, n_bins, floor=1e-4):
    edges = bin_edges(reference, n_bins)
    r, c = (bin_shares(x, edges).clip(min=floor) for x in (reference, current))
    parts = r * np.log(r / c) + c * np.log(c / r)
    return math.fsum(parts.tolist()), parts
