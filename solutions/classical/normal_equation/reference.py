"""Least squares on centred data, by the singular value decomposition.

Why it works: at the minimum the residuals sum to 0, so the plane goes through the means and centring takes the
intercept out. In the singular directions the normal equation is diagonal; a direction without data has no say in the
residuals, and the weight 0 along it makes the norm smallest.
"""

import numpy as np


def simple_regression(x, y):
    dx = x - x.mean()
    variance = float(dx @ dx)
    slope = float(dx @ y) / variance if variance > 0 else 0.0
    return slope, float(y.mean() - slope * x.mean())


def least_squares(X, y):
    mean = X.mean(axis=0)
    u, s, vt = np.linalg.svd(X - mean, full_matrices=False)
    keep = s > 1e-10 * s.max()
    w = vt[keep].T @ (u[:, keep].T @ (y - y.mean()) / s[keep])
    return w, float(y.mean() - w @ mean)
