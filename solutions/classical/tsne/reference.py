"""t-SNE's two probabilities and the gradient between them.

Why it works: the perplexity falls from N - 1 to 1 as beta grows, so that a bracket can be halved. In the gradient each
pair is a spring: P - Q says whether the images are too far apart or too near, and k makes it weak for distant pairs.
"""

import numpy as np


def squared_distances(X):
    return ((X[:, None] - X) ** 2).sum(axis=2)


def gaussian(squares, beta):
    p = np.exp(-(squares - squares.min()) * beta)  # the shift cancels, and the nearest row has 1
    return p / p.sum()


def perplexity_of(p):
    p = p[p > 0]
    return np.exp(-(p * np.log(p)).sum())


def conditional_probabilities(X, perplexity):
    n = len(X)
    distances = squared_distances(X)
    P = np.zeros((n, n))
    for i in range(n):
        others = np.arange(n) != i
        squares = distances[i, others]
        low, high = -60.0, 60.0  # of log(beta)
        for _ in range(40):
            middle = (low + high) / 2
            p = gaussian(squares, np.exp(middle))
            if perplexity_of(p) > perplexity:
                low = middle
            else:
                high = middle
        P[i, others] = p
    return P


def joint_probabilities(X, perplexity):
    P = conditional_probabilities(X, perplexity)
    return (P + P.T) / (2 * len(X))


def kernel(Y):
    K = 1 / (1 + squared_distances(Y))
    np.fill_diagonal(K, 0.0)
    return K


def student_affinities(Y):
    return kernel(Y) / kernel(Y).sum()


def kl_gradient(P, Y):
    Q = student_affinities(Y)
    seen = P > 0
    loss = (P[seen] * np.log(P[seen] / Q[seen])).sum()
    A = (P - Q) * kernel(Y)
    return float(loss), 4 * (A.sum(axis=1)[:, None] * Y - A @ Y)
