"""All bands put their rows into the same buckets, so that equal values in different bands meet: each band has buckets
of its own.

caught by: test_bands_have_buckets_of_their_own
"""

from collections import defaultdict

import numpy as np


def hyperplane_bits(X, normals):
    return (np.dot(X, normals.T) >= 0).astype(int)


def stable_buckets(X, directions, offsets, width):
    return np.floor((np.dot(X, directions.T) + offsets) / width).astype(int)


def candidate_pairs(signatures, bands):
    n, h = signatures.shape
    r = h // bands
    buckets = defaultdict(list)
    for i in range(n):
        for b in range(bands):
            key = tuple(signatures[i, b * r : (b + 1) * r].tolist())
            if i not in buckets[key]:
                buckets[key].append(i)
    pairs = set()
    for items in buckets.values():
        for a in range(len(items)):
            for b in range(a + 1, len(items)):
                pairs.add((items[a], items[b]))
    return sorted(pairs)


def candidate_probability(x, y, rows, bands):
    cos = np.dot(x, y) / (np.linalg.norm(x) * np.linalg.norm(y))
    p = 1 - np.arccos(np.clip(cos, -1.0, 1.0)) / np.pi
    return 1 - (1 - p**rows) ** bands
