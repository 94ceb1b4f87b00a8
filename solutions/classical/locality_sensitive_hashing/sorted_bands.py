"""Sorts the rows of each band, so that equal ones stand side by side."""

import math

import numpy as np


def hyperplane_bits(X, normals):
    return np.array([[1 if float(x @ a) >= 0 else 0 for a in normals] for x in X])


def stable_buckets(X, directions, offsets, width):
    return np.array([[math.floor((x @ a + b) / width) for a, b in zip(directions, offsets, strict=True)] for x in X])


def candidate_pairs(signatures, bands):
    r = signatures.shape[1] // bands
    found = []
    for band in range(bands):
        _, inverse = np.unique(signatures[:, band * r : band * r + r], axis=0, return_inverse=True)
        inverse = inverse.reshape(-1)
        order = np.argsort(inverse, kind="stable").tolist()
        for start, i in enumerate(order):
            for j in order[start + 1 :]:
                if inverse[i] != inverse[j]:
                    break
                found.append((i, j))
    return sorted(set(found))


def candidate_probability(x, y, rows, bands):
    cosine = sum(a * b for a, b in zip(x, y, strict=True)) / math.sqrt(sum(x * x) * sum(y * y))
    p = 1 - math.acos(max(-1.0, min(1.0, cosine))) / math.pi
    missed = 1.0
    for _ in range(bands):
        missed *= 1 - math.prod([p] * rows)
    return 1 - missed
