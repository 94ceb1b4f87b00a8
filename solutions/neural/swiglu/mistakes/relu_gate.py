"""The gate goes through ReLU, which is ReGLU: SwiGLU gates with silu(a) = a * sigmoid(a).

caught by: test_forward
"""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    a, u = x @ w_gate, x @ w_up
    h = np.maximum(a, 0) * u
    return h @ w_down, (x, a, u, h, w_gate, w_up, w_down)


def swiglu_backward(dy, cache):
    x, a, u, h, w_gate, w_up, w_down = cache
    dh = dy @ w_down.T
    da, du = dh * u * (a > 0), dh * np.maximum(a, 0)
    rows = [array.reshape(-1, array.shape[-1]) for array in (x, da, du, h, dy)]
    dw_gate, dw_up, dw_down = rows[0].T @ rows[1], rows[0].T @ rows[2], rows[3].T @ rows[4]
    return da @ w_gate.T + du @ w_up.T, dw_gate, dw_up, dw_down
