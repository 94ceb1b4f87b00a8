"""The covariances of the classes are added up: the scatter within is a sum over all rows, so that nothing is divided by the
number of rows of a class, and a large class counts for more.

caught by: test_the_scatter_within
"""

import numpy as np


def scatter_matrices(X, y):
    mean = X.mean(axis=0)
    d = X.shape[1]
    S_w = np.zeros((d, d))
    S_b = np.zeros((d, d))
    for c in np.unique(y):
        X_c = X[y == c]
        S_w += np.cov(X_c, rowvar=False, bias=True)
        diff = (X_c.mean(axis=0) - mean).reshape(-1, 1)
        S_b += len(X_c) * diff @ diff.T
    return S_w, S_b


def fisher_directions(X, y, k):
    S_w, S_b = scatter_matrices(X, y)
    eigvals, eigvecs = np.linalg.eig(np.linalg.pinv(S_w) @ S_b)
    order = np.argsort(eigvals.real)[::-1][:k]
    W = eigvecs.real[:, order].T
    dof = len(X) - len(np.unique(y))
    for i in range(k):
        W[i] *= np.sqrt(dof / (W[i] @ S_w @ W[i]))
        if W[i][np.argmax(np.abs(W[i]))] < 0:
            W[i] *= -1
    return W, eigvals.real[order]


def predict(X, y, Q, k):
    W, _ = fisher_directions(X, y, k)
    classes = np.unique(y)
    centers = np.array([(X[y == c] @ W.T).mean(axis=0) for c in classes])
    Z = Q @ W.T
    return classes[np.argmin(((Z[:, None] - centers[None]) ** 2).sum(-1), axis=1)]
