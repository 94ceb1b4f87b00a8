# needs: numpy
"""Least squares with extra rows: sqrt(lam) times the identity, whose targets are 0."""

import numpy as np


def ridge(X, y, lam):
    d = X.shape[1]
    rows = np.vstack([X - X.mean(axis=0), np.sqrt(lam) * np.eye(d)])
    w = np.linalg.lstsq(rows, np.concatenate([y - y.mean(), np.zeros(d)]), rcond=None)[0]
    return w, y.mean() - X.mean(axis=0) @ w


def map_estimate(X, y, noise_std, prior_std):
    return ridge(X, y, noise_std**2 / prior_std**2)


def degrees_of_freedom(X, lam):
    d = X.shape[1]
    Xc = X - X.mean(axis=0)
    rows = np.vstack([Xc, np.sqrt(lam) * np.eye(d)])
    return float(np.square(np.linalg.qr(rows)[0][: len(X)]).sum())
