"""The GRU as torch and cuDNN compute it.

Why it works: with r behind the product all of W_h h is one product for the three blocks, which is what made this form
the fast one. The new state lies between n and h, so that the state stays bounded and z near 1 carries it along.
"""

import numpy as np


def sigmoid(v):
    return 0.5 * (1 + np.tanh(0.5 * v))


def gru_step(x, h, w_x, w_h, b_x, b_h):
    a_r, a_z, a_n = np.split(x @ w_x.T + b_x, 3, axis=1)
    u_r, u_z, u_n = np.split(h @ w_h.T + b_h, 3, axis=1)
    r, z = sigmoid(a_r + u_r), sigmoid(a_z + u_z)
    n = np.tanh(a_n + r * u_n)
    return (1 - z) * n + z * h


def gru_forward(x, w_x, w_h, b_x, b_h, h0=None):
    batch, steps, _ = x.shape
    units = w_h.shape[1]
    h = np.zeros((batch, units)) if h0 is None else h0
    states = np.empty((batch, steps, units))
    for t in range(steps):
        h = gru_step(x[:, t], h, w_x, w_h, b_x, b_h)
        states[:, t] = h
    return states, h
