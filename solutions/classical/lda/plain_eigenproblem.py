"""The eigenvectors of S_w^-1 S_b by the solver for any matrix, brought to their length afterwards."""

import numpy as np


def scatter_matrices(X, y):
    names, own = np.unique(y, return_inverse=True)
    member = np.eye(len(names))[own]
    means = (member.T @ X) / member.sum(axis=0)[:, None]
    within = (X - means[own]).T @ (X - means[own])
    total = (X - X.mean(axis=0)).T @ (X - X.mean(axis=0))
    return within, total - within


def fisher_directions(X, y, k):
    within, between = scatter_matrices(X, y)
    values, vectors = np.linalg.eig(np.linalg.inv(within) @ between)
    order = values.real.argsort()[::-1][:k]
    found = []
    for j in order:
        w = vectors[:, j].real
        w = w * np.sqrt((len(X) - len(set(y.tolist()))) / (w @ within @ w))
        found.append(w if w[np.abs(w).argmax()] > 0 else -w)
    return np.array(found), values.real[order]


def predict(X, y, Q, k):
    W, _ = fisher_directions(X, y, k)
    names = sorted(set(y.tolist()))
    projected = {c: W @ X[y == c].mean(axis=0) for c in names}
    return np.array([min(names, key=lambda c: np.linalg.norm(W @ q - projected[c])) for q in Q])
