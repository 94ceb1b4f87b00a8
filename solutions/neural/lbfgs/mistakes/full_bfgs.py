"""This is BFGS with its whole matrix, which remembers every step since the start and needs n^2 numbers. The limited form starts
anew from gamma I at each step, with the last m pairs.

caught by: test_the_history_is_limited
"""

import numpy as np


def two_loop(g, pairs, gamma=1.0):
    n = len(g)
    H = gamma * np.eye(n)
    for s, y in pairs:
        rho = 1.0 / (y @ s)
        V = np.eye(n) - rho * np.outer(y, s)
        H = V.T @ H @ V + rho * np.outer(s, s)
    return -H @ g


def backtracking(f, x, g, d):
    if g @ d >= 0:
        raise ValueError("not a descent direction")
    t = 1.0
    while f(x + t * d) > f(x) + 1e-4 * t * (g @ d):
        t *= 0.5
    return t


def lbfgs(f, gradient, x0, memory, n_steps, tolerance):
    x = x0.copy()
    g = gradient(x)
    pairs = []
    points = [x.copy()]
    for _ in range(n_steps):
        if np.max(np.abs(g)) <= tolerance:
            break
        gamma = 1.0
        if pairs:
            s, y = pairs[-1]
            gamma = (s @ y) / (y @ y)
        d = two_loop(g, pairs, gamma)
        t = backtracking(f, x, g, d)
        x_new = x + t * d
        g_new = gradient(x_new)
        s, y = x_new - x, g_new - g
        if s @ y > 0:
            pairs.append((s, y))
        x, g = x_new, g_new
        points.append(x.copy())
    return points
