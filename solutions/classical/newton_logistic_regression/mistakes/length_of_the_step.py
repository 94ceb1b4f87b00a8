"""Another step is made where the gradient is within tol already, as when the length of the last step decides: the end is when
the largest entry of the gradient is at most tol, looked at before each step, so that a good start takes none.

caught by: test_the_steps
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
    theta = np.zeros(X.shape[1] + 1)
    for steps in range(1, max_steps + 1):
        g, H = gradient_and_hessian(X, y, theta[:-1], theta[-1], ridge)
        step = np.linalg.solve(H, g)
        theta = theta - step
        if ridge == 0 and np.all((2 * y - 1) * (X @ theta[:-1] + theta[-1]) > 0):
            raise ValueError("the classes are separable")
        if np.max(np.abs(step)) <= tol:
            return theta[:-1], theta[-1], steps
    raise ValueError("did not converge")
