"""A generator of rounds, and deflation by projectors on both sides."""

import numpy as np


def rounds(a, v):
    while True:
        v = v / np.sqrt(np.sum(v * v))
        w = np.dot(a, v)
        yield v, w
        v = w


def power_iteration(a, v0, tol, max_iter):
    for count, (v, w) in enumerate(rounds(a, v0), start=1):
        value = np.einsum("i,i->", v, w)
        if np.sum((w - value * v) ** 2) <= (tol * value) ** 2:
            return float(value), v
        if count >= max_iter:
            raise ArithmeticError("no convergence")


def deflate(a, value, vector):
    projector = np.eye(len(a)) - np.outer(vector, vector)
    return projector @ a @ projector


def top_eigenpairs(a, k, tol, max_iter, rng):
    values, vectors = np.zeros(k), np.zeros((len(a), k))
    rest = a.copy()
    for i in range(k):
        values[i], vectors[:, i] = power_iteration(rest, rng.uniform(-1, 1, size=len(a)), tol, max_iter)
        rest = rest - values[i] * np.outer(vectors[:, i], vectors[:, i])
    return values, vectors
