# needs: scipy
"""The width by SciPy's root finder; the gradient pair by pair."""

import math

import numpy as np
from scipy.optimize import brentq
from scipy.special import entr, rel_entr


def probabilities(squares, log_beta):
    p = np.exp(-(squares - squares.min()) * math.exp(log_beta))
    return p / p.sum()


def conditional_probabilities(X, perplexity):
    rows = []
    for i, x in enumerate(X):
        squares = np.delete(((X - x) ** 2).sum(axis=1), i)
        start = -math.log(squares.mean())
        root = brentq(
            lambda t: entr(probabilities(squares, t)).sum() - math.log(perplexity),
            start - 30,
            start + 30,
            xtol=1e-12,
        )
        rows.append(np.insert(probabilities(squares, root), i, 0.0))
    return np.array(rows)


def joint_probabilities(X, perplexity):
    C = conditional_probabilities(X, perplexity) / len(X)
    return (C + C.T) / 2


def student_affinities(Y):
    n = len(Y)
    k = np.array([[1 / (1 + sum((a - b) ** 2)) if i != j else 0.0 for j, b in enumerate(Y)] for i, a in enumerate(Y)])
    return k.reshape(n, n) / k.sum()


def kl_gradient(P, Y):
    Q = student_affinities(Y)
    gradient = np.zeros(Y.shape)
    for i in range(len(Y)):
        for j in range(len(Y)):
            gap = Y[i] - Y[j]
            gradient[i] += 4 * (P[i, j] - Q[i, j]) * gap / (1 + gap @ gap)
    return rel_entr(P, Q).sum(), gradient
