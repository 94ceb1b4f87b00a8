"""The model has no bias of its own: the column of ones, or its part of gradient and Hessian, is missing, and the decision plane
is forced through the origin.

caught by: test_the_gradient
"""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def gradient_and_hessian(X, y, w, b, ridge):
    d = X.shape[1]
    p = sigmoid(X @ w + b)
    g = np.zeros(d + 1)
    H = np.eye(d + 1)
    g[:d] = X.T @ (p - y) + ridge * w
    H[:d, :d] = (X * (p * (1 - p))[:, None]).T @ X + ridge * np.eye(d)
    return g, H


def newton_logistic_regression(X, y, ridge, tol, max_steps):
    w, b = np.zeros(X.shape[1]), 0.0
    for step in range(max_steps + 1):
        g, H = gradient_and_hessian(X, y, w, b, ridge)
        if np.abs(g).max() <= tol:
            return w, b, step
        if ridge == 0 and np.all((X @ w > 0) == (y == 1)):
            raise ValueError("separable")
        w = w - np.linalg.solve(H, g)[:-1]
    raise ValueError("no convergence")
