"""A pair with s . y of 0 or less is kept, or gamma is taken from it: H isn't positive definite any more then, and the direction may
lead up. Such a pair changes nothing.

caught by: test_pairs_without_positive_curvature_are_skipped
"""

import numpy as np


def two_loop(g, pairs, gamma=1.0):
    q = g.copy()
    alphas = []
    for s, y in reversed(pairs):
        a = s @ q / (y @ s)
        alphas.append(a)
        q -= a * y
    q *= gamma
    for (s, y), a in zip(pairs, alphas[::-1], strict=True):
        q += s * (a - y @ q / (y @ s))
    return -q


def backtracking(f, x, g, d):
    if g @ d >= 0:
        raise ValueError("not a descent direction")
    t = 1.0
    while f(x + t * d) > f(x) + 1e-4 * t * (g @ d):
        t *= 0.5
    return t


def lbfgs(f, gradient, x0, memory, n_steps, tolerance):
    x, g = x0, gradient(x0)
    pairs, points = [], [x0]
    for _ in range(n_steps):
        if np.abs(g).max() <= tolerance:
            break
        gamma = pairs[-1][0] @ pairs[-1][1] / (pairs[-1][1] @ pairs[-1][1]) if pairs else 1.0
        d = two_loop(g, pairs, gamma)
        t = backtracking(f, x, g, d)
        x_new = x + t * d
        g_new = gradient(x_new)
        pairs.append((x_new - x, g_new - g))
        pairs = pairs[-memory:]
        x, g = x_new, g_new
        points.append(x)
    return points
