"""The sigmoid is exp(a) / (1 + exp(a)), which for a = 1000 is inf / inf, nan: take exp only of what isn't positive.

caught by: test_large_gates
"""

import numpy as np


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def swiglu(x, w_gate, w_up, w_down):
    a = x @ w_gate
    u = x @ w_up
    e = np.exp(a)
    s = e / (1 + e)
    h = a * s * u
    return h @ w_down, (x, a, u, s, h, w_gate, w_up, w_down)


def swiglu_backward(dy, cache):
    x, a, u, s, h, w_gate, w_up, w_down = cache
    D, F = w_gate.shape
    dh = dy @ w_down.T
    du = dh * a * s
    da = dh * u * (s + a * s * (1 - s))
    dx = da @ w_gate.T + du @ w_up.T
    x2 = x.reshape(-1, D)
    return (
        dx,
        x2.T @ da.reshape(-1, F),
        x2.T @ du.reshape(-1, F),
        h.reshape(-1, F).T @ dy.reshape(-1, D),
    )
