"""All scores are sorted; directions are made first, those of zero vectors being 0."""

import numpy as np


def directions(vectors):
    lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    return vectors / np.where(lengths == 0, 1.0, lengths)


def similarity(queries, vectors, metric="cosine"):
    if metric == "cosine":
        queries, vectors = directions(queries), directions(vectors)
    elif metric == "euclidean":
        return np.array([[-np.sqrt(np.sum((q - v) ** 2)) for v in vectors] for q in queries])
    elif metric != "dot":
        raise ValueError(metric)
    return np.einsum("md,nd->mn", queries, vectors)


def top_k(scores, k):
    if k < 1 or k > scores.shape[1]:
        raise ValueError(k)
    indices = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return indices, np.stack([row[i] for row, i in zip(scores, indices)])


def search(queries, vectors, k, metric="cosine"):
    return top_k(similarity(queries, vectors, metric), k)
