"""SwiGLU, walked forwards and backwards along its graph.

Why it works: every step of the block is a matrix product, whose gradients are two more products, or a product of
features, which passes each factor the gradient times the other one. silu(a) = a s with s = sigmoid(a) and
s' = s (1 - s), so silu'(a) = s + a s (1 - s). The sigmoid is taken from exp(-|a|), which can't overflow.
"""

import numpy as np


def sigmoid(a):
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1, e) / (1 + e)


def swiglu(x, w_gate, w_up, w_down):
    a, u = x @ w_gate, x @ w_up
    h = a * sigmoid(a) * u
    return h @ w_down, (x, a, u, h, w_gate, w_up, w_down)


def swiglu_backward(dy, cache):
    x, a, u, h, w_gate, w_up, w_down = cache
    s = sigmoid(a)
    dh = dy @ w_down.T
    du = dh * a * s
    da = dh * u * (s + a * s * (1 - s))
    dx = da @ w_gate.T + du @ w_up.T

    # Whatever the leading axes, the weights see one long list of positions.
    def over_positions(inputs, gradients):
        return inputs.reshape(-1, inputs.shape[-1]).T @ gradients.reshape(-1, gradients.shape[-1])

    return dx, over_positions(x, da), over_positions(x, du), over_positions(h, dy)
