"""The probabilities depend on the unit of length, as when the search for beta stays between two fixed numbers, or begins at 1
where all exponentials are 0. Measure in units of the row's distances, or let the bracket grow until it holds beta.

caught by: test_rows_of_any_scale
"""

import numpy as np


def conditional_probabilities(X, perplexity):
    n = X.shape[0]
    D = np.sum((X[:, None, :] - X[None, :, :]) ** 2, axis=-1)
    P = np.zeros((n, n))
    for i in range(n):
        lo, hi = 1e-2, 1e2
        d = np.delete(D[i], i)
        for _ in range(45):
            sigma = (lo + hi) / 2
            p = np.exp(-(d - d.min()) / (2 * sigma**2))
            p = p / p.sum()
            H = -np.sum(p * np.log2(p + 1e-300))
            if 2**H > perplexity:
                hi = sigma
            else:
                lo = sigma
        P[i] = np.insert(p, i, 0.0)
    return P


def joint_probabilities(X, perplexity):
    P = conditional_probabilities(X, perplexity)
    return (P + P.T) / (2 * X.shape[0])


def student_affinities(Y):
    D = np.sum((Y[:, None, :] - Y[None, :, :]) ** 2, axis=-1)
    num = 1.0 / (1.0 + D)
    np.fill_diagonal(num, 0)
    return num / num.sum()


def kl_gradient(P, Y):
    Q = student_affinities(Y)
    mask = P > 0
    kl = np.sum(P[mask] * np.log(P[mask] / Q[mask]))
    num = 1.0 / (1.0 + np.sum((Y[:, None, :] - Y[None, :, :]) ** 2, axis=-1))
    grad = np.zeros_like(Y)
    for i in range(len(Y)):
        grad[i] = 4 * np.sum(((P[i] - Q[i]) * num[i])[:, None] * (Y[i] - Y), axis=0)
    return kl, grad
