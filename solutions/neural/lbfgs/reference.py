"""L-BFGS: two loops over a few pairs, backtracking, and a history that keeps only positive curvature.

Why it works: H = V^T H_old V + r s s^T with V = I - r y s^T. The first loop applies the V of all pairs to g, newest
first; what each rank-one term will add is its alpha. The second loop applies the V^T on the way back.
"""

import numpy as np


def two_loop(g, pairs, gamma=1.0):
    q, alphas = g, []
    for s, y in reversed(pairs):
        alpha = (s @ q) / (s @ y)
        q = q - alpha * y
        alphas.append(alpha)
    q = gamma * q
    for (s, y), alpha in zip(pairs, reversed(alphas), strict=True):
        q = q + (alpha - (y @ q) / (s @ y)) * s
    return -q


def backtracking(f, x, g, d):
    slope = g @ d
    if slope >= 0:
        raise ValueError("d is no direction of descent")
    t, start = 1.0, f(x)
    while f(x + t * d) > start + 1e-4 * t * slope:
        t /= 2
    return t


def lbfgs(f, gradient, x0, memory, n_steps, tolerance):
    x, g, pairs, gamma = x0, gradient(x0), [], 1.0
    points = [x]
    for _ in range(n_steps):
        if np.abs(g).max() <= tolerance:
            break
        d = two_loop(g, pairs, gamma)
        new = x + backtracking(f, x, g, d) * d
        new_g = gradient(new)
        s, y = new - x, new_g - g
        if s @ y > 0:
            pairs = [*pairs, (s, y)][-memory:]
            gamma = (s @ y) / (y @ y)
        x, g = new, new_g
        points.append(x)
    return points
