"""The update applied from the outside in, by recursion, and a deque for the history."""

from collections import deque

import numpy as np


def product(g, pairs, gamma):
    """H g: the newest update around the product with the older ones."""
    if not pairs:
        return gamma * g
    *older, (s, y) = pairs
    r = 1 / np.dot(s, y)
    inner = product(g - r * np.dot(s, g) * y, older, gamma)
    return inner - r * np.dot(y, inner) * s + r * np.dot(s, g) * s


def two_loop(g, pairs, gamma=1.0):
    return -product(g, list(pairs), gamma)


def backtracking(f, x, g, d):
    slope = float(np.dot(g, d))
    if not slope < 0:
        raise ValueError(f"the slope along d is {slope}")
    at_x = f(x)
    for k in range(1000):
        if f(x + 0.5**k * d) <= at_x + 1e-4 * 0.5**k * slope:
            return 0.5**k
    raise RuntimeError("no step is short enough")


def lbfgs(f, gradient, x0, memory, n_steps, tolerance):
    points, gradients, history = [np.array(x0)], [gradient(x0)], deque(maxlen=memory)
    while len(points) <= n_steps and np.linalg.norm(gradients[-1], np.inf) > tolerance:
        gamma = 1.0
        if history:
            s, y = history[-1]
            gamma = np.dot(s, y) / np.dot(y, y)
        d = two_loop(gradients[-1], history, gamma)
        points.append(points[-1] + backtracking(f, points[-1], gradients[-1], d) * d)
        gradients.append(gradient(points[-1]))
        s, y = points[-1] - points[-2], gradients[-1] - gradients[-2]
        if np.dot(s, y) > 0:
            history.append((s, y))
    return points
