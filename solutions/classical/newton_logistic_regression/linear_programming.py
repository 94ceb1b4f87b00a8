# needs: scipy
"""Separability asked of a linear program before any step is taken."""

import numpy as np
from scipy.optimize import linprog
from scipy.special import expit


def gradient_and_hessian(X, y, w, b, ridge):
    A = np.c_[X, np.ones(len(X))]
    R = np.diag([ridge] * X.shape[1] + [0])
    p = expit(X @ w + b)
    return A.T @ (p - y) + R @ np.r_[w, b], np.einsum("ni,n,nj->ij", A, p * (1 - p), A) + R


def newton_logistic_regression(X, y, ridge, tol, max_steps):
    A = np.c_[X, np.ones(len(X))]
    if ridge == 0:
        signed = -(2 * y - 1)[:, None] * A
        found = linprog(np.zeros(A.shape[1]), A_ub=signed, b_ub=-np.ones(len(A)), bounds=(None, None))
        if found.status == 0:
            raise ValueError("separable")
    theta = np.zeros(A.shape[1])
    for steps in range(max_steps + 1):
        g, H = gradient_and_hessian(X, y, theta[:-1], theta[-1], ridge)
        if np.linalg.norm(g, np.inf) <= tol:
            return theta[:-1], theta[-1], steps
        theta = theta - np.linalg.inv(H) @ g
    raise ValueError("not converged")
