"""The compact form of Byrd, Nocedal and Schnabel: H is gamma I and a product of matrices of 2 m columns."""

import numpy as np


def two_loop(g, pairs, gamma=1.0):
    if not pairs:
        return -gamma * g
    s, y = np.stack([s for s, _ in pairs], axis=1), np.stack([y for _, y in pairs], axis=1)
    products = s.T @ y
    r_inverse = np.linalg.inv(np.triu(products))
    p = r_inverse @ (s.T @ g)
    middle = np.diag(np.diag(products)) + gamma * y.T @ y
    h = gamma * g + s @ (r_inverse.T @ (middle @ p - gamma * y.T @ g)) - gamma * y @ p
    return -h


def backtracking(f, x, g, d):
    if g @ d >= 0:
        raise ValueError("d leads up")
    t = 1.0
    base = f(x)
    while True:
        if f(x + t * d) - base <= 0.0001 * t * (g @ d):
            return t
        t *= 0.5


def lbfgs(f, gradient, x0, memory, n_steps, tolerance):
    points = [x0.copy()]
    pairs = []
    x, g = x0.copy(), gradient(x0)
    while len(points) < n_steps + 1 and not (np.abs(g) <= tolerance).all():
        gamma = 1.0 if not pairs else (pairs[-1][0] @ pairs[-1][1]) / (pairs[-1][1] @ pairs[-1][1])
        d = two_loop(g, pairs, gamma)
        step = backtracking(f, x, g, d) * d
        new_g = gradient(x + step)
        if step @ (new_g - g) > 0:
            pairs.append((step, new_g - g))
            if len(pairs) > memory:
                pairs.pop(0)
        x, g = x + step, new_g
        points.append(x)
    return points
