"""With truncation every piece is run as a sequence of its own, from zeros or from h_0: the state goes on from piece to piece,
only the gradient stops.

caught by: test_truncation_stops_between_pieces
"""

import numpy as np


def rnn_backward(x, h0, w_x, w_h, b, d_states, truncate=None):
    T = x.shape[1]
    k = T if truncate is None else truncate
    grads = {
        "x": np.zeros_like(x),
        "h0": np.zeros_like(h0),
        "w_x": np.zeros_like(w_x),
        "w_h": np.zeros_like(w_h),
        "b": np.zeros_like(b),
    }
    for start in range(0, T, k):
        xs = x[:, start : start + k]
        first = h0 if start == 0 else np.zeros_like(h0)
        hs = rnn_states(xs, first, w_x, w_h, b)
        dh = np.zeros_like(h0)
        for t in reversed(range(xs.shape[1])):
            dh = dh + d_states[:, start + t]
            dz = dh * (1 - hs[:, t] ** 2)
            h_prev = hs[:, t - 1] if t > 0 else first
            grads["w_x"] += dz.T @ xs[:, t]
            grads["w_h"] += dz.T @ h_prev
            grads["b"] += dz.sum(axis=0)
            grads["x"][:, start + t] = dz @ w_x
            dh = dz @ w_h
        if start == 0:
            grads["h0"] = dh
    return grads


def gradient_norms(states, w_h, d_last):
    out = [np.linalg.norm(d_last)]
    g = d_last
    for t in range(len(states) - 1, 0, -1):
        g = w_h.T @ (g * (1 - states[t] ** 2))
        out.insert(0, np.linalg.norm(g))
    return np.array(out)
