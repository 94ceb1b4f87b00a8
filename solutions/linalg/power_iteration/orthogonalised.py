"""Finds later pairs by taking out of each product what lies along the earlier vectors, without changing the matrix."""

import numpy as np


def power_iteration(a, v0, tol, max_iter):
    return iterate(a, v0, tol, max_iter, [])


def iterate(a, v0, tol, max_iter, found):
    def without(x):
        for _ in range(2):
            for vector in found:
                x = x - (vector @ x) * vector
        return x

    v = without(v0)
    for _ in range(max_iter):
        v = v / np.linalg.norm(v)
        w = without(a @ v)
        value = float(w @ v)
        if np.linalg.norm(w - value * v) <= tol * abs(value):
            return value, v
        v = w
    raise ArithmeticError("the iteration didn't end")


def deflate(a, value, vector):
    column = vector.reshape(-1, 1)
    return a - column @ (value * column.T)


def top_eigenpairs(a, k, tol, max_iter, rng):
    values, vectors = [], []
    for _ in range(k):
        value, vector = iterate(a, rng.standard_normal(len(a)), tol, max_iter, vectors)
        values.append(value)
        vectors.append(vector)
    return np.array(values), np.array(vectors).T
