"""Newton's method for logistic regression.

Why it works: J is convex, and close to its minimum it is nearly the parabola whose minimum a step finds. A fit with
ridge 0 that has every row on the right side separates the classes, and then J has no minimum.
"""

import numpy as np


def gradient_and_hessian(X, y, w, b, ridge):
    A = np.column_stack([X, np.ones(len(X))])  # (N, D + 1)
    theta = np.append(w, b)
    penalty = np.append(np.full(X.shape[1], ridge), 0.0)
    p = 0.5 + 0.5 * np.tanh(0.5 * (A @ theta))  # the sigmoid, without overflow
    g = A.T @ (p - y) + penalty * theta
    H = (A * (p * (1 - p))[:, None]).T @ A + np.diag(penalty)
    return g, H


def newton_logistic_regression(X, y, ridge, tol, max_steps):
    theta = np.zeros(X.shape[1] + 1)
    for steps in range(max_steps + 1):
        w, b = theta[:-1], theta[-1]
        if ridge == 0 and np.all((2 * y - 1) * (X @ w + b) > 0):
            raise ValueError("the classes are separable: without a penalty the weights grow for ever")
        g, H = gradient_and_hessian(X, y, w, b, ridge)
        if np.abs(g).max() <= tol:
            return w, float(b), steps
        theta = theta - np.linalg.solve(H, g)  # LinAlgError, which is a ValueError, if it is singular
    raise ValueError(f"no convergence in {max_steps} steps")
