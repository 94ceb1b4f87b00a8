"""A distribution is stepped until it should have settled: a periodic chain never does. Solve pi P = pi instead.

caught by: test_a_periodic_chain
"""

from math import gcd

import numpy as np


def _reach(p):
    r = np.eye(len(p)) + (p > 0)
    return np.linalg.matrix_power(r, len(p)) > 0


def stationary(p):
    if not _reach(p).all(axis=0).any():
        raise ValueError("no unique stationary distribution")
    pi = np.ones(len(p)) / len(p)
    for _ in range(200):
        new = pi @ p
        if np.abs(new - pi).max() < 1e-14:
            break
        pi = new
    return pi


def absorption(p):
    n = len(p)
    absorbing = [i for i in range(n) if p[i, i] == 1.0]
    transient = [i for i in range(n) if p[i, i] != 1.0]
    if not absorbing or not _reach(p)[:, absorbing].any(axis=1).all():
        raise ValueError("not an absorbing chain")
    Q = p[np.ix_(transient, transient)]
    R = p[np.ix_(transient, absorbing)]
    B = np.zeros((n, len(absorbing)))
    B[transient] = np.linalg.solve(np.eye(len(transient)) - Q, R)
    B[absorbing] = np.eye(len(absorbing))
    return B


def hitting_times(p, target):
    n = len(p)
    q = p.copy()
    q[target] = 0
    q[target, target] = 1
    reach = _reach(q)
    h = np.zeros(n)
    bad = [i for i in range(n) if any(reach[i, j] and not reach[j, target] for j in range(n))]
    good = [i for i in range(n) if i not in bad and i != target]
    h[bad] = np.inf
    h[good] = np.linalg.solve(np.eye(len(good)) - p[np.ix_(good, good)], np.ones(len(good)))
    return h


def period(p):
    if not _reach(p).all():
        raise ValueError("reducible")
    n = len(p)
    a = (p > 0).astype(int)
    m = np.eye(n, dtype=int)
    g = 0
    for k in range(1, n * n + 1):
        m = ((m @ a) > 0).astype(int)
        if m[0, 0]:
            g = gcd(g, k)
    return g
