"""Adds a rank-one term for each singular value that counts."""

import numpy as np


def counting(a, rtol):
    u, s, vt = np.linalg.svd(a)
    return [(s[i], u[:, i], vt[i]) for i in range(len(s)) if s[i] > rtol * max(s)]


def rank(a, rtol):
    return len(counting(a, rtol))


def pseudo_inverse(a, rtol):
    x = np.zeros(a.shape[::-1])
    for size, left, right in counting(a, rtol):
        x += np.outer(right, left) / size
    return x


def minimum_norm_solution(a, b, rtol):
    x = np.zeros((a.shape[1], *b.shape[1:]))
    for size, left, right in counting(a, rtol):
        x += np.multiply.outer(right, left @ b / size)
    return x
