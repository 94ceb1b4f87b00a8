"""Without any step the list of states is empty, and nothing can be stacked or read from it: there are no states then, shape
(B, 0, H), and the final state is the one that the sequence started from.

caught by: test_no_steps
"""

import numpy as np


def sigmoid(v):
    return np.where(v >= 0, 1 / (1 + np.exp(-np.abs(v))), 1 - 1 / (1 + np.exp(-np.abs(v))))


def gru_step(x, h, w_x, w_h, b_x, b_h):
    gi = x @ w_x.T + b_x
    gh = h @ w_h.T + b_h
    i_r, i_z, i_n = np.split(gi, 3, axis=1)
    h_r, h_z, h_n = np.split(gh, 3, axis=1)
    reset = sigmoid(i_r + h_r)
    update = sigmoid(i_z + h_z)
    new = np.tanh(i_n + reset * h_n)
    return new + update * (h - new)


def gru_forward(x, w_x, w_h, b_x, b_h, h0=None):
    h = np.zeros((x.shape[0], w_h.shape[1])) if h0 is None else h0
    hs = []
    for t in range(x.shape[1]):
        h = gru_step(x[:, t, :], h, w_x, w_h, b_x, b_h)
        hs.append(h)
    return np.stack(hs, axis=1), hs[-1]
