"""S_w^-1 S_b is handed to eigh, which is for symmetric matrices and reads half of it only: it isn't symmetric.

caught by: test_the_directions
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
    A = np.linalg.inv(S_W).dot(S_B)
    eigenvalues, eigenvectors = np.linalg.eigh(A)
    idx = np.argsort(eigenvalues)[::-1][:k]
    W = eigenvectors[:, idx].T
    dof = len(X) - len(np.unique(y))
    for i in range(k):
        W[i] *= np.sqrt(dof / (W[i] @ S_W @ W[i]))
        if W[i][np.argmax(np.abs(W[i]))] < 0:
            W[i] *= -1
    return W, eigenvalues[idx]


def predict(X, y, Q, k):
    W, _ = fisher_directions(X, y, k)
    classes = np.unique(y)
    centers = np.array([(X[y == c] @ W.T).mean(axis=0) for c in classes])
    Z = Q @ W.T
    return classes[np.argmin(((Z[:, None] - centers[None]) ** 2).sum(-1), axis=1)]
