"""The hitting times are iterated for a fixed number of rounds: where the target may never be reached they grow without end,
and what comes out is only how long was waited. It is inf there.

caught by: test_targets_that_may_be_missed
"""

from math import gcd

import numpy as np


def _reach(p):
    r = np.eye(len(p)) + (p > 0)
    return np.linalg.matrix_power(r, len(p)) > 0


def stationary(p):
    if not _reach(p).all(axis=0).any():
        raise ValueError("no unique stationary distribution")
    n = len(p)
    A = np.vstack([p.T - np.eye(n), np.ones(n)])
    b = np.append(np.zeros(n), 1.0)
    return np.linalg.lstsq(A, b, rcond=None)[0]


def absorption(p):
    absorbing = np.where(np.diag(p) == 1)[0]
    if not _reach(p)[:, absorbing].any(axis=1).all():
        raise ValueError("not an absorbing chain")
    return np.linalg.matrix_power(p, 100_000)[:, absorbing]


def hitting_times(p, target):
    h = np.zeros(len(p))
    for _ in range(600):
        h = 1 + p @ h
        h[target] = 0
    return h


def period(p):
    if not _reach(p).all():
        raise ValueError("reducible")
    a = (p > 0).astype(int)
    m = np.eye(len(p), dtype=int)
    g = 0
    for k in range(1, len(p) ** 2 + 1):
        m = ((m @ a) > 0).astype(int)
        if m[0, 0]:
            g = gcd(g, k)
    return g
