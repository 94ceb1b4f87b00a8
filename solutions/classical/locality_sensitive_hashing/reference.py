"""Hyperplanes, lines, and bands.

Why it works: seen in the plane of x and y, a random normal has a uniform direction, and it separates the two when it
falls within one of two wedges as wide as the angle. Agreeing in a whole band is an "and", in any band an "or", and
together they sharpen the weak preference of one hash to nearly a threshold.
"""

import itertools

import numpy as np


def hyperplane_bits(X, normals):
    return (X @ normals.T >= 0).astype(np.int64)


def stable_buckets(X, directions, offsets, width):
    return np.floor((X @ directions.T + offsets) / width).astype(np.int64)


def candidate_pairs(signatures, bands):
    pairs = set()
    for band in np.split(signatures, bands, axis=1):
        buckets = {}
        for n, key in enumerate(map(tuple, band.tolist())):
            buckets.setdefault(key, []).append(n)
        for rows in buckets.values():
            pairs.update(itertools.combinations(rows, 2))
    return sorted(pairs)


def candidate_probability(x, y, rows, bands):
    cosine = (x @ y) / (np.linalg.norm(x) * np.linalg.norm(y))
    p = 1 - np.arccos(np.clip(cosine, -1, 1)) / np.pi
    return float(1 - (1 - p**rows) ** bands)
