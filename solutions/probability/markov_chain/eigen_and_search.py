"""The left eigenvector of 1, searches for what can be reached, and least squares for the rest."""

from math import gcd

import numpy as np


def reached(p, start, stop=None):
    seen, stack = {start}, [start]
    while stack:
        i = stack.pop()
        if i == stop:
            continue
        for j in range(len(p)):
            if p[i, j] > 0 and j not in seen:
                seen.add(j)
                stack.append(j)
    return seen


def stationary(p):
    values, vectors = np.linalg.eig(p.T)
    ones = np.flatnonzero(np.abs(values - 1) < 1e-9)
    if len(ones) != 1:
        raise ValueError("not unique")
    pi = vectors[:, ones[0]].real
    return pi / pi.sum()


def absorption(p):
    ends = [i for i in range(len(p)) if p[i, i] == 1]
    if not all(reached(p, i) & set(ends) for i in range(len(p))):
        raise ValueError("not absorbed")
    a, b = np.eye(len(p)) - p, np.zeros((len(p), len(ends)))
    for column, i in enumerate(ends):
        a[i, i], b[i, column] = 1.0, 1.0
    return np.linalg.solve(a, b)


def hitting_times(p, target):
    n = len(p)
    ahead = [reached(p, i, target) for i in range(n)]
    a, b = np.eye(n) - p, np.ones(n)
    lost = [i for i in range(n) if any(target not in ahead[j] for j in ahead[i])]
    for i in [target, *lost]:
        a[i], b[i] = np.arange(n) == i, 0.0
    times = np.linalg.solve(a, b)
    times[lost] = np.inf
    return times


def period(p):
    n = len(p)
    if any(len(reached(p, i)) < n for i in range(n)):
        raise ValueError("reducible")
    result, at = 0, {0}
    for step in range(1, n * n + n + 1):
        at = {j for i in at for j in range(n) if p[i, j] > 0}
        if 0 in at:
            result = gcd(result, step)
    return result
