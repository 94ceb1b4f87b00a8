"""The way back ends after k steps, and the steps before get no gradient: every piece has its own losses, whose gradients go back
to the beginning of that piece.

caught by: test_truncation_stops_between_pieces
"""

import numpy as np


def rnn_backward(x, h0, w_x, w_h, b, d_states, truncate=None):
    h = rnn_states(x, h0, w_x, w_h, b)
    T = x.shape[1]
    dx, dw_x, dw_h, db = np.zeros_like(x), np.zeros_like(w_x), np.zeros_like(w_h), np.zeros_like(b)
    dh = np.zeros_like(h0)
    first = 0 if truncate is None else max(0, T - truncate)
    for t in range(T - 1, first - 1, -1):
        dz = (dh + d_states[:, t]) * (1 - h[:, t] ** 2)
        dx[:, t] = dz @ w_x
        dw_x += dz.T @ x[:, t]
        dw_h += dz.T @ (h[:, t - 1] if t > 0 else h0)
        db += dz.sum(axis=0)
        dh = dz @ w_h
    if first > 0:
        dh = np.zeros_like(h0)
    return {"x": dx, "h0": dh, "w_x": dw_x, "w_h": dw_h, "b": db}


def gradient_norms(states, w_h, d_last):
    norms = np.zeros(len(states))
    g = d_last
    for t in range(len(states) - 1, -1, -1):
        norms[t] = np.linalg.norm(g)
        g = (g * (1 - states[t] ** 2)) @ w_h
    return norms
