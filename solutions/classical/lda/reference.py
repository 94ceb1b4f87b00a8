"""Fisher's discriminant by whitening with the pooled covariance.

Why it works: in coordinates in which the classes have the covariance I, the ratio J is only the spread of the class
means along a unit vector, an ordinary symmetric eigenproblem. Distances there are Mahalanobis distances, which is why
the nearest projected mean is the most probable class for Gaussians of one covariance.
"""

import numpy as np


def scatter_matrices(X, y):
    within = np.zeros((X.shape[1], X.shape[1]))
    between = np.zeros_like(within)
    for c in np.unique(y):
        rows = X[y == c]
        mean = rows.mean(axis=0)
        within += (rows - mean).T @ (rows - mean)
        gap = mean - X.mean(axis=0)
        between += len(rows) * np.outer(gap, gap)
    return within, between


def fisher_directions(X, y, k):
    within, between = scatter_matrices(X, y)
    freedom = len(X) - len(np.unique(y))
    root = np.linalg.cholesky(within / freedom)  # the pooled covariance is root @ root.T
    whitened = np.linalg.solve(root, np.linalg.solve(root, between).T)
    values, vectors = np.linalg.eigh(whitened)  # ascending
    directions = np.linalg.solve(root.T, vectors[:, ::-1][:, :k]).T
    largest = directions[np.arange(k), np.abs(directions).argmax(axis=1)]
    return directions * np.sign(largest)[:, None], values[::-1][:k] / freedom


def predict(X, y, Q, k):
    directions, _ = fisher_directions(X, y, k)
    classes = np.unique(y)
    means = np.stack([X[y == c].mean(axis=0) for c in classes]) @ directions.T  # (K, k)
    distances = ((Q @ directions.T)[:, None] - means) ** 2  # (M, K, k)
    return classes[distances.sum(axis=2).argmin(axis=1)]
