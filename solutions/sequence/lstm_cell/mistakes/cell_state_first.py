"""The state is taken and returned as (c, h), as in TensorFlow 1: here h stands first.

caught by: test_the_cell_state_is_kept_and_written_to
"""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_step(x, state, w_x, w_h, b):
    c, h = state
    i, f, g, o = np.split(x @ w_x.T + h @ w_h.T + b, 4, axis=1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)
    return c, h


def lstm_forward(x, w_x, w_h, b, state=None):
    B, T, _ = x.shape
    H = w_h.shape[1]
    if state is None:
        state = (np.zeros((B, H)), np.zeros((B, H)))
    outputs = np.zeros((B, T, H))
    for t in range(T):
        state = lstm_step(x[:, t], state, w_x, w_h, b)
        outputs[:, t] = state[1]
    return outputs, state
