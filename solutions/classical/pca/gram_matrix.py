"""The eigenvectors of the N x N matrix of inner products: the way to do it with few rows of many features."""

import numpy as np


def fit(X, k):
    n = len(X)
    mean = X.sum(axis=0) / n
    centered = X - mean
    values, vectors = np.linalg.eigh(centered @ centered.T)
    values, vectors = values[::-1][:k], vectors[:, ::-1][:, :k]
    components = (centered.T @ vectors).T
    components /= np.linalg.norm(components, axis=1, keepdims=True)
    flip = -components.min(axis=1) > components.max(axis=1)
    components[flip] *= -1
    return mean, components, values / (n - 1), values / np.square(centered).sum()


def transform(X, mean, components):
    return X @ components.T - mean @ components.T


def inverse_transform(Z, mean, components):
    return np.array([mean + components.T @ z for z in Z])
