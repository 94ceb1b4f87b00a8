"""Compares every band of all pairs at once; the angle comes from a tangent."""

import numpy as np


def hyperplane_bits(X, normals):
    return np.where(np.einsum("nd,hd->nh", X, normals) < 0, 0, 1)


def stable_buckets(X, directions, offsets, width):
    return ((np.tensordot(X, directions, axes=(1, 1)) + offsets[None, :]) // width).astype(int)


def candidate_pairs(signatures, bands):
    n = len(signatures)
    cut = signatures.reshape(n, bands, -1)
    agree = (cut[:, None] == cut[None]).all(axis=3).any(axis=2)
    i, j = np.triu_indices(n, 1)
    return [(int(a), int(b)) for a, b in zip(i, j, strict=True) if agree[a, b]]


def candidate_probability(x, y, rows, bands):
    u, v = x / np.linalg.norm(x), y / np.linalg.norm(y)
    angle = 2 * np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v))
    p = (np.pi - angle) / np.pi
    return -np.expm1(bands * np.log1p(-(p**rows))) if 0 < p < 1 else np.round(p)
