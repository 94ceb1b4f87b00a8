"""The eigenvectors of the random walk D^-1 W: their rows have the same directions, and only the lengths differ."""

import numpy as np


def affinity(X, gamma):
    W = np.array([np.exp(-gamma * np.sum((X - x) ** 2, axis=1)) for x in X])
    return W - np.diag(np.diag(W))


def normalized_laplacian(W):
    root = np.diag(W.sum(axis=0) ** -0.5)
    return np.identity(len(W)) - root @ W @ root


def spectral_embedding(W, k):
    walk = W / W.sum(axis=1, keepdims=True)
    values, vectors = np.linalg.eig(walk)
    order = np.argsort(-values.real)
    vectors = vectors.real[:, order[:k]] * np.sqrt(W.sum(axis=1, keepdims=True))
    basis, _ = np.linalg.qr(vectors)
    return basis / np.sqrt(np.square(basis).sum(axis=1))[:, None]


def spectral_clustering(X, k, gamma):
    return kmeans(spectral_embedding(affinity(X, gamma), k), k)
