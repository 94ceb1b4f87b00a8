"""The intercept eliminated from the system, and a fit for each row that is left out."""

import numpy as np


def fit(K, y, lam):
    A = K + lam * np.eye(len(y))
    both = np.linalg.solve(A, np.column_stack([y, np.ones(len(y))]))
    b = both[:, 0].sum() / both[:, 1].sum()
    return both[:, 0] - b * both[:, 1], b


def predict(K_new, alpha, b):
    return np.einsum("mn,n->m", K_new, alpha) + b


def leave_one_out(K, y, lam):
    left = np.empty(len(y))
    for i in range(len(y)):
        rest = np.arange(len(y)) != i
        alpha, b = fit(K[np.ix_(rest, rest)], y[rest], lam)
        left[i] = K[i, rest] @ alpha + b
    return left
