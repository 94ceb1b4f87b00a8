"""r multiplies h before the product, W_hn (r * h), as in Cho et al. 2014: here, as in torch, it multiplies the product with its
bias, W_hn h + b_hn, so that the parts of the input and of the state have to be kept apart.

caught by: test_the_reset_gate_is_applied_after_the_product
"""

import numpy as np


def sigmoid(v):
    return 1.0 / (1.0 + np.exp(-v))


def gru_step(x, h, w_x, w_h, b_x, b_h):
    H = h.shape[1]
    b = b_x + b_h
    gates = sigmoid(x @ w_x[: 2 * H].T + h @ w_h[: 2 * H].T + b[: 2 * H])
    r, z = gates[:, :H], gates[:, H:]
    n = np.tanh(x @ w_x[2 * H :].T + (r * h) @ w_h[2 * H :].T + b[2 * H :])
    return z * h + (1 - z) * n


def gru_forward(x, w_x, w_h, b_x, b_h, h0=None):
    B, T, _ = x.shape
    h = h0 if h0 is not None else np.zeros((B, w_h.shape[1]))
    out = []
    for t in range(T):
        h = gru_step(x[:, t], h, w_x, w_h, b_x, b_h)
        out.append(h)
    return (np.stack(out, axis=1) if out else np.zeros((B, 0, w_h.shape[1]))), h
