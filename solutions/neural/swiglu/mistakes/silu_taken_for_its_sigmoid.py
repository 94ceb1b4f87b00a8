"""The derivative of SiLU is taken for that of the sigmoid, s (1 - s), times a: the product rule gives s + a s (1 - s).

caught by: test_gradient_of_the_gate
"""

import numpy as np


def _sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))


def swiglu(x, w_gate, w_up, w_down):
    a = x @ w_gate
    u = x @ w_up
    s = _sigmoid(a)
    h = a * s * u
    return h @ w_down, (x, a, u, s, h, w_gate, w_up, w_down)


def swiglu_backward(dy, cache):
    x, a, u, s, h, w_gate, w_up, w_down = cache
    D, F = w_gate.shape
    dh = dy @ w_down.T
    du = dh * a * s
    da = dh * u * a * s * (1 - s)
    dx = da @ w_gate.T + du @ w_up.T
    flat = x.reshape(-1, D)
    dw_gate = flat.T @ da.reshape(-1, F)
    dw_up = flat.T @ du.reshape(-1, F)
    dw_down = h.reshape(-1, F).T @ dy.reshape(-1, D)
    return dx, dw_gate, dw_up, dw_down
