"""Lets the chain run by squaring: a lazy chain settles whatever its period, and closed walks are found by powers of the
transitions that are possible."""

import numpy as np


def long_run(p):
    q = 0.5 * (np.eye(len(p)) + p)
    for _ in range(40):
        q = q @ q
        q /= q.sum(axis=1, keepdims=True)
    return q


def stationary(p):
    end = long_run(p)
    if np.abs(end - end[0]).max() > 1e-6:
        raise ValueError("it depends on the start")
    return end[0]


def absorption(p):
    absorbing = np.flatnonzero(np.diag(p) == 1)
    end = long_run(p)[:, absorbing]
    if len(absorbing) == 0 or (end.sum(axis=1) < 1 - 1e-6).any():
        raise ValueError("not absorbed for sure")
    return end


def hitting_times(p, target):
    stopped = p.copy()
    stopped[target] = 0.0
    stopped[target, target] = 1.0
    arrives = long_run(stopped)[:, target] > 1 - 1e-6
    times = np.full(len(p), np.inf)
    times[target] = 0.0
    others = np.flatnonzero(arrives & (np.arange(len(p)) != target))
    elsewhere, total = p[np.ix_(others, others)], np.eye(len(others))
    for _ in range(30):
        total, elsewhere = total + elsewhere @ total, elsewhere @ elsewhere
    times[others] = total.sum(axis=1)
    return times


def period(p):
    n = len(p)
    possible = p > 0
    walk, ever, lengths = np.eye(n, dtype=bool), np.eye(n, dtype=bool), []
    for length in range(1, 2 * n + 1):
        walk = walk @ possible
        ever |= walk
        if walk.diagonal().any():
            lengths.append(length)
    if not ever.all():
        raise ValueError("reducible")
    return int(np.gcd.reduce(lengths))
