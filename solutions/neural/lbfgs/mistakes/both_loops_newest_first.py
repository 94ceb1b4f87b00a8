"""Both loops go from the newest pair to the oldest: the second one has to come back the other way, from the oldest to the
newest, as the factors of a product come in reverse when it is transposed.

caught by: test_the_direction_of_several_pairs
"""

import numpy as np


def two_loop(g, pairs, gamma=1.0):
    q = np.array(g)
    alphas = []
    for s, y in reversed(pairs):
        alpha = np.dot(s, q) / np.dot(y, s)
        alphas.append(alpha)
        q = q - alpha * y
    z = gamma * q
    for (s, y), alpha in zip(reversed(pairs), alphas, strict=True):
        beta = np.dot(y, z) / np.dot(y, s)
        z = z + s * (alpha - beta)
    return -z


def backtracking(f, x, g, d):
    if np.dot(g, d) >= 0:
        raise ValueError("not a descent direction")
    alpha = 1.0
    while f(x + alpha * d) > f(x) + 1e-4 * alpha * np.dot(g, d):
        alpha = alpha / 2
    return alpha


def lbfgs(f, gradient, x0, memory, n_steps, tolerance):
    points = [np.array(x0)]
    pairs = []
    g = gradient(points[-1])
    for _ in range(n_steps):
        if np.max(np.abs(g)) <= tolerance:
            break
        gamma = np.dot(*pairs[-1]) / np.dot(pairs[-1][1], pairs[-1][1]) if pairs else 1.0
        d = two_loop(g, pairs, gamma)
        if np.dot(g, d) >= 0:
            d = -g
        x = points[-1] + backtracking(f, points[-1], g, d) * d
        g_new = gradient(x)
        if np.dot(x - points[-1], g_new - g) > 0:
            pairs = (pairs + [(x - points[-1], g_new - g)])[-memory:]
        g = g_new
        points.append(x)
    return points
