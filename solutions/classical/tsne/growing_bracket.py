"""All rows at once, the bracket grown from the first guess; the gradient from differences (N, N, d)."""

import numpy as np


def conditional_probabilities(X, perplexity):
    n = len(X)
    D = np.array([np.sum((X - x) ** 2, axis=1) for x in X])
    off = ~np.eye(n, dtype=bool)
    D = D[off].reshape(n, n - 1)
    D = D - D.min(axis=1, keepdims=True)
    beta = np.full(n, 1.0)
    low, high = np.zeros(n), np.full(n, np.inf)
    for _ in range(80):
        p = np.exp(-D * beta[:, None])
        p /= p.sum(axis=1, keepdims=True)
        entropy = -np.sum(p * np.log(np.maximum(p, 1e-300)), axis=1) / np.log(2)
        too_wide = entropy > np.log2(perplexity)
        low, high = np.where(too_wide, beta, low), np.where(too_wide, high, beta)
        beta = np.where(np.isinf(high), 2 * beta, (low + np.where(np.isinf(high), low, high)) / 2)
    P = np.zeros((n, n))
    P[off] = p.reshape(-1)
    return P


def joint_probabilities(X, perplexity):
    P = conditional_probabilities(X, perplexity)
    P = 0.5 * (P + P.T)
    return P / P.sum()


def student_affinities(Y):
    gaps = Y[:, None] - Y[None]
    K = (1.0 + np.einsum("ijd,ijd->ij", gaps, gaps)) ** -1
    K -= np.eye(len(Y))
    return K / np.sum(K)


def kl_gradient(P, Y):
    gaps = Y[:, None] - Y[None]
    K = 1.0 / (1.0 + np.square(gaps).sum(axis=2))
    Q = student_affinities(Y)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(P > 0, P * (np.log(P) - np.log(Q)), 0.0)
    return np.sum(terms), 4 * np.einsum("ij,ijd->id", (P - Q) * K, gaps)
