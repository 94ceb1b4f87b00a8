"""Two rows become a pair if they agree in any hash of a band: they have to agree in all of them, or hardly any pair
is left out.

caught by: test_the_candidate_pairs
"""

import numpy as np


def hyperplane_bits(X, normals):
    return (X @ normals.T >= 0).astype(int)


def stable_buckets(X, directions, offsets, width):
    return np.floor((X @ directions.T + offsets) / width).astype(int)


def candidate_pairs(signatures, bands):
    n, h = signatures.shape
    r = h // bands
    pairs = []
    for i in range(n):
        for j in range(i + 1, n):
            for b in range(bands):
                if np.any(signatures[i, b * r : (b + 1) * r] == signatures[j, b * r : (b + 1) * r]):
                    pairs.append((i, j))
                    break
    return pairs


def candidate_probability(x, y, rows, bands):
    cosine = x @ y / np.linalg.norm(x) / np.linalg.norm(y)
    p = 1 - np.arccos(np.clip(cosine, -1, 1)) / np.pi
    return 1 - (1 - p**rows) ** bands
