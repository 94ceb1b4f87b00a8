"""All max_iter rounds are made, with no look at the tolerance: the rounds end as soon as the residual is small enough, and if it
never is, that is an ArithmeticError.

caught by: test_the_tolerance_is_a_share_of_the_value
"""

import numpy as np


def power_iteration(a, v0, tol, max_iter):
    v = v0 / np.linalg.norm(v0)
    for _ in range(max_iter):
        v = a @ v
        v = v / np.linalg.norm(v)
    return float(v @ a @ v), v


def deflate(a, value, vector):
    return a - value * np.outer(vector, vector)


def top_eigenpairs(a, k, tol, max_iter, rng):
    values, vectors = [], []
    for _ in range(k):
        value, vector = power_iteration(a, rng.standard_normal(a.shape[0]), tol, max_iter)
        values.append(value)
        vectors.append(vector)
        a = deflate(a, value, vector)
    return np.array(values), np.array(vectors).T
