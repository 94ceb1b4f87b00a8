"""The cosine is taken for the probability that two bits agree: it is 1 less the angle over pi.

caught by: test_the_probability_of_a_candidate
"""

import numpy as np


def hyperplane_bits(X, normals):
    projections = X @ normals.T
    return np.where(projections >= 0, 1, 0)


def stable_buckets(X, directions, offsets, width):
    projections = X @ directions.T
    return np.floor((projections + offsets) / width).astype(np.int64)


def candidate_pairs(signatures, bands):
    rows_per_band = signatures.shape[1] // bands
    candidates = set()
    for b in range(bands):
        table = {}
        band = signatures[:, b * rows_per_band : (b + 1) * rows_per_band]
        for idx, row in enumerate(band):
            table.setdefault(row.tobytes(), []).append(idx)
        for members in table.values():
            for i in members:
                for j in members:
                    if i < j:
                        candidates.add((i, j))
    return sorted(candidates)


def candidate_probability(x, y, rows, bands):
    similarity = x @ y / (np.linalg.norm(x) * np.linalg.norm(y))
    return float(1 - (1 - similarity**rows) ** bands)
