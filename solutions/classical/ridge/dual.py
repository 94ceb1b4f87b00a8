"""The dual form, a system of N equations, w = Xc^T (Xc Xc^T + lam I)^-1 yc; the degrees are a trace."""

import numpy as np


def smoother(X, lam):
    A = X - X.mean(axis=0)
    gram = A @ A.T
    return A, gram, gram + lam * np.identity(len(X))


def ridge(X, y, lam):
    A, _, system = smoother(X, lam)
    w = A.T @ np.linalg.solve(system, y - np.mean(y))
    return w, float(np.mean(y - X @ w))


def map_estimate(X, y, noise_std, prior_std):
    # In units of the noise and of the prior, both variances are 1.
    w, b = ridge(X * prior_std / noise_std, y / noise_std, 1.0)
    return w * prior_std, b * noise_std


def degrees_of_freedom(X, lam):
    _, gram, system = smoother(X, lam)
    return float(np.trace(np.linalg.solve(system, gram)))
