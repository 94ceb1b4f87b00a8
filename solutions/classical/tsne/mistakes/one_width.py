"""All rows have the same width: each row's is found by bisection, so that it has the perplexity.

caught by: test_the_conditional_probabilities
"""

import numpy as np


def conditional_probabilities(X, perplexity):
    D = np.sum((X[:, None, :] - X[None, :, :]) ** 2, axis=-1)
    sigma = np.sqrt(D[D > 0].mean()) / np.sqrt(2 * np.log(perplexity) + 1)
    P = np.exp(-D / (2 * sigma**2))
    np.fill_diagonal(P, 0)
    return P / P.sum(axis=1, keepdims=True)


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
