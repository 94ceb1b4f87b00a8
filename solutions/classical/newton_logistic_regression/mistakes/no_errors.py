"""Nothing is ever an error: after max_steps the last theta is returned as if it were the minimum, and on separable data it is
where the weights had got to on their way to infinity. A pseudo-inverse only hides that the Hessian is singular.

caught by: test_separable_data
"""

import numpy as np


def gradient_and_hessian(X, y, w, b, ridge):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.append(w, b)
    R = ridge * np.eye(A.shape[1])
    R[-1, -1] = 0.0
    z = np.clip(A @ theta, -500, 500)
    p = 1 / (1 + np.exp(-z))
    g = A.T @ (p - y) + R @ theta
    H = A.T @ (A * (p * (1 - p))[:, np.newaxis]) + R
    return g, H


def newton_logistic_regression(X, y, ridge, tol, max_steps):
    theta = np.zeros(X.shape[1] + 1)
    steps = 0
    for _ in range(max_steps):
        g, H = gradient_and_hessian(X, y, theta[:-1], theta[-1], ridge)
        if np.max(np.abs(g)) <= tol:
            break
        theta = theta - np.linalg.solve(H + 1e-12 * np.eye(len(H)), g)
        steps += 1
    return theta[:-1], theta[-1], steps
