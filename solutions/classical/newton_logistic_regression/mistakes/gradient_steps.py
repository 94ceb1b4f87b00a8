"""The steps go along the gradient, scaled by a learning rate, and there are far too few of them: Newton's method solves a linear
system with the Hessian in each step.

caught by: test_the_minimum
"""

import numpy as np


def gradient_and_hessian(X, y, w, b, ridge):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.append(w, b)
    R = np.diag([ridge] * X.shape[1] + [0.0])
    p = 1 / (1 + np.exp(-A @ theta))
    g = A.T @ (p - y) + R @ theta
    H = A.T @ np.diag(p * (1 - p)) @ A + R
    return g, H


def newton_logistic_regression(X, y, ridge, tol, max_steps):
    w, b = np.zeros(X.shape[1]), 0.0
    for step in range(max_steps):
        g, _ = gradient_and_hessian(X, y, w, b, ridge)
        if np.abs(g).max() <= tol:
            return w, b, step
        w = w - 0.1 * g[:-1]
        b = b - 0.1 * g[-1]
    return w, b, max_steps
