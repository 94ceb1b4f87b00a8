"""The directions aren't brought to their length, as when an eigensolver's vectors of length 1 are left as they are: along
each the pooled variance within is 1, and without that the nearest mean is another one.

caught by: test_the_length_of_a_direction
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
    eigenvalues, eigenvectors = np.linalg.eig(np.linalg.inv(S_W).dot(S_B))
    eigenvalues, eigenvectors = eigenvalues.real, eigenvectors.real
    idx = np.argsort(abs(eigenvalues))[::-1][:k]
    W = eigenvectors[:, idx].T
    signs = np.sign(W[np.arange(k), np.argmax(np.abs(W), axis=1)])
    return W * signs[:, None], eigenvalues[idx]


def predict(X, y, Q, k):
    W, _ = fisher_directions(X, y, k)
    classes = np.unique(y)
    centers = np.array([W @ X[y == c].mean(axis=0) for c in classes])
    Z = Q @ W.T
    d = ((Z[:, None, :] - centers[None, :, :]) ** 2).sum(axis=2)
    return classes[np.argmin(d, axis=1)]
