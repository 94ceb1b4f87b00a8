"""Regression problems whose minimum is known beforehand, for graders of l1 penalties."""

import numpy as np


def centered(rng, n, d, shared=0.0):
    """Independent columns of mean 0, and correlated ones when `shared` isn't 0."""
    X = rng.normal(size=(n, d)) + shared * rng.normal(size=(n, 1))
    return X - X.mean(axis=0)


def targets_for(rng, X, w, pull):
    """Targets of mean 0 whose residuals at w have X^T r / N = pull, and a part that no column explains."""
    n = len(X)
    noise = rng.normal(size=n)
    basis = np.column_stack([X, np.ones(n)])
    noise -= basis @ np.linalg.solve(basis.T @ basis, basis.T @ noise)
    return X @ w + X @ np.linalg.solve(X.T @ X / n, pull) + noise


def signs(rng, w):
    """A sub-gradient of |w|_1 at w, well inside (-1, 1) where w is 0."""
    return np.where(w == 0, rng.uniform(-0.7, 0.7, size=len(w)), np.sign(w))
