"""Cumulative shares by comparing every number with every edge."""

import numpy as np


def bin_edges(reference, n_bins):
    edges = np.percentile(reference, [100 * b / n_bins for b in range(1, n_bins)])
    return edges[np.append(True, np.diff(edges) > 0)]


def bin_shares(x, edges):
    up_to = (x[:, None] <= edges).mean(axis=0)
    return np.diff(np.concatenate([[0.0], up_to, [1.0]]))


def stability_index(reference, current, n_bins, floor=1e-4):
    edges = bin_edges(reference, n_bins)
    r = bin_shares(reference, edges)
    c = bin_shares(current, edges)
    r, c = np.where(r < floor, floor, r), np.where(c < floor, floor, c)
    parts = (r - c) * (np.log(r) - np.log(c))
    return parts.sum(), parts
