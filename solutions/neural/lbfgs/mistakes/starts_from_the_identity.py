"""H starts from I at every step, whatever the scale of the problem: gamma = (s . y) / (y . y) of the newest pair makes the
first guess as large as the inverse Hessian along the last step.

caught by: test_gamma_is_that_of_the_newest_pair
"""

import numpy as np


def two_loop(g, pairs, gamma=1.0):
    q = g.copy()
    a = []
    for s, y in pairs[::-1]:
        rho = 1.0 / y.dot(s)
        a_i = rho * s.dot(q)
        a.append(a_i)
        q -= a_i * y
    r = gamma * q
    for (s, y), a_i in zip(pairs, a[::-1], strict=True):
        rho = 1.0 / y.dot(s)
        b = rho * y.dot(r)
        r += s * (a_i - b)
    return -r


def backtracking(f, x, g, d):
    m = g.dot(d)
    if m >= 0:
        raise ValueError("not a descent direction")
    t, fx = 1.0, f(x)
    while f(x + t * d) > fx + 1e-4 * t * m:
        t *= 0.5
    return t


def lbfgs(f, gradient, x0, memory, n_steps, tolerance):
    x = np.array(x0, dtype=float)
    g = gradient(x)
    history = []
    path = [x]
    for _ in range(n_steps):
        if np.abs(g).max() <= tolerance:
            break
        d = two_loop(g, history)
        x_new = x + backtracking(f, x, g, d) * d
        g_new = gradient(x_new)
        s, y = x_new - x, g_new - g
        if s.dot(y) > 0:
            history.append((s, y))
            if len(history) > memory:
                history.pop(0)
        x, g = x_new, g_new
        path.append(x)
    return path
