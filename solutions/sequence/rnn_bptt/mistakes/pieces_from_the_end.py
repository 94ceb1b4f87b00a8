"""The pieces are counted from the last step, where the way back begins: they are counted from the first, so that it is the last
piece that may be shorter.

caught by: test_truncation_stops_between_pieces
"""

import numpy as np


def rnn_backward(x, h0, w_x, w_h, b, d_states, truncate=None):
    h = rnn_states(x, h0, w_x, w_h, b)
    grads = {"x": np.zeros_like(x), "w_x": np.zeros_like(w_x), "w_h": np.zeros_like(w_h), "b": np.zeros_like(b)}
    dh_next = np.zeros_like(h0)
    steps = 0
    for t in reversed(range(x.shape[1])):
        if steps == truncate:
            dh_next = np.zeros_like(h0)
            steps = 0
        steps += 1
        dz = (d_states[:, t] + dh_next) * (1 - h[:, t] ** 2)
        grads["x"][:, t] = dz @ w_x
        grads["w_x"] += dz.T @ x[:, t]
        grads["w_h"] += dz.T @ (h[:, t - 1] if t > 0 else h0)
        grads["b"] += dz.sum(axis=0)
        dh_next = dz @ w_h
    grads["h0"] = dh_next
    return grads


def gradient_norms(states, w_h, d_last):
    norms = np.zeros(len(states))
    g = d_last
    for t in range(len(states) - 1, -1, -1):
        norms[t] = np.linalg.norm(g)
        g = (g * (1 - states[t] ** 2)) @ w_h
    return norms
