"""Written for a matrix x alone: the gradients of the weights are x.T @ da and so on, which with more or fewer leading
axes are something else.

caught by: test_any_number_of_leading_axes
"""

import numpy as np


def _sigmoid(a):
    out = np.empty_like(a)
    pos = a >= 0
    out[pos] = 1 / (1 + np.exp(-a[pos]))
    e = np.exp(a[~pos])
    out[~pos] = e / (1 + e)
    return out


def swiglu(x, w_gate, w_up, w_down):
    a = x @ w_gate
    u = x @ w_up
    s = _sigmoid(a)
    silu = a * s
    h = silu * u
    return h @ w_down, (x, a, u, s, silu, h, w_gate, w_up, w_down)


def swiglu_backward(dy, cache):
    x, a, u, s, silu, h, w_gate, w_up, w_down = cache
    dw_down = h.T @ dy
    dh = dy @ w_down.T
    du = dh * silu
    da = dh * u * (s + silu * (1 - s))
    return da @ w_gate.T + du @ w_up.T, x.T @ da, x.T @ du, dw_down
