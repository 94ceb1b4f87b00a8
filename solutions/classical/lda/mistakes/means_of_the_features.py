"""Rows are classified by the nearest mean among the features as they are: rows and means are projected first.

caught by: test_new_rows_belong_to_the_nearest_projected_mean
"""

import numpy as np


def scatter_matrices(X, y):
    n_features = X.shape[1]
    overall_mean = np.mean(X, axis=0)
    S_W = np.zeros((n_features, n_features))
    S_B = np.zeros((n_features, n_features))
    for c in np.unique(y):
        X_c = X[y == c]
        mean_c = np.mean(X_c, axis=0)
        S_W += (X_c - mean_c).T.dot(X_c - mean_c)
        n_c = X_c.shape[0]
        mean_diff = (mean_c - overall_mean).reshape(n_features, 1)
        S_B += n_c * mean_diff.dot(mean_diff.T)
    return S_W, S_B


def fisher_directions(X, y, k):
    S_W, S_B = scatter_matrices(X, y)
    vals, vecs = np.linalg.eig(np.linalg.solve(S_W, S_B))
    order = np.argsort(-vals.real)[:k]
    W = vecs.real[:, order].T
    dof = X.shape[0] - np.unique(y).size
    W = W * np.sqrt(dof / np.einsum("kd,de,ke->k", W, S_W, W))[:, None]
    W = W * np.sign(W[np.arange(k), np.abs(W).argmax(axis=1)])[:, None]
    return W, vals.real[order]


def predict(X, y, Q, k):
    classes = np.unique(y)
    means = np.array([X[y == c].mean(axis=0) for c in classes])
    return classes[np.argmin(np.linalg.norm(Q[:, None] - means[None], axis=2), axis=1)]
