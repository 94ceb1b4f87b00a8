"""The probabilities of a row that is far from all others are wrong, as when its exponentials are all 0 or their sum nearly is,
and 0 / 0 is nan: take the smallest squared distance away first, which changes no probability.

caught by: test_a_row_far_from_all_others
"""

import numpy as np


def entropy_and_row(d, beta):
    p = np.exp(-d * beta)
    total = p.sum()
    return np.log(total) + beta * np.sum(d * p) / total, p / total


def conditional_probabilities(X, perplexity):
    n = X.shape[0]
    D = np.sum((X[:, None, :] - X[None, :, :]) ** 2, axis=-1)
    P = np.zeros((n, n))
    log_u = np.log(perplexity)
    for i in range(n):
        beta, beta_min, beta_max = 1.0, -np.inf, np.inf
        d = np.delete(D[i], i)
        H, p = entropy_and_row(d, beta)
        tries = 0
        while abs(H - log_u) > 1e-5 and tries < 50:
            if H > log_u:
                beta_min = beta
                beta = beta * 2 if np.isinf(beta_max) else (beta + beta_max) / 2
            else:
                beta_max = beta
                beta = beta / 2 if np.isinf(beta_min) else (beta + beta_min) / 2
            H, p = entropy_and_row(d, beta)
            tries += 1
        P[i, np.arange(n) != i] = p
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
