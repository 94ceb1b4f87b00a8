"""Pairs have to agree in the whole signature, as if there were one band: agreeing in all hashes of one band is
enough.

caught by: test_the_candidate_pairs
"""

import numpy as np


def hyperplane_bits(X, normals):
    return (X @ normals.T >= 0).astype(int)


def stable_buckets(X, directions, offsets, width):
    return np.floor((X @ directions.T + offsets) / width).astype(int)


def candidate_pairs(signatures, bands):
    buckets = {}
    for i, signature in enumerate(signatures):
        buckets.setdefault(tuple(signature.tolist()), []).append(i)
    pairs = []
    for members in buckets.values():
        for a in range(len(members)):
            for b in range(a + 1, len(members)):
                pairs.append((members[a], members[b]))
    return sorted(pairs)


def candidate_probability(x, y, rows, bands):
    cos_sim = np.dot(x, y) / np.sqrt(np.dot(x, x) * np.dot(y, y))
    theta = np.arccos(np.clip(cos_sim, -1, 1))
    p = 1 - theta / np.pi
    return 1 - (1 - p**rows) ** bands
