"""The wrong branch is bent: SiLU goes over x W_up, and x W_gate is what it lets through.

caught by: test_forward
"""

import numpy as np


def _sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def swiglu(x, w_gate, w_up, w_down):
    a = x @ w_up
    u = x @ w_gate
    s = _sigmoid(a)
    h = a * s * u
    return h @ w_down, (x, a, u, s, h, w_gate, w_up, w_down)


def swiglu_backward(dy, cache):
    x, a, u, s, h, w_gate, w_up, w_down = cache
    D, F = w_gate.shape
    dh = dy @ w_down.T
    du = dh * a * s
    da = dh * u * (s + a * s * (1 - s))
    dx = du @ w_gate.T + da @ w_up.T
    flat = x.reshape(-1, D)
    dw_gate = flat.T @ du.reshape(-1, F)
    dw_up = flat.T @ da.reshape(-1, F)
    return dx, dw_gate, dw_up, h.reshape(-1, F).T @ dy.reshape(-1, D)
