"""The states are collected in a list, which is empty when there is no step at all: nothing can be stacked then, nor a last
one be taken. What comes back is an array of shape (B, 0, H) and the state that the sequence started from.

caught by: test_no_steps
"""

import numpy as np


def rnn_step(x, h, w_x, w_h, b):
    return np.tanh(np.dot(x, w_x.T) + np.dot(h, w_h.T) + b)


def rnn_forward(x, w_x, w_h, b, h0=None):
    B, T, D = x.shape
    H = w_h.shape[0]
    h = h0 if h0 is not None else np.zeros((B, H))
    outputs = []
    for t in range(T):
        h = rnn_step(x[:, t, :], h, w_x, w_h, b)
        outputs.append(h)
    return np.stack(outputs, axis=1), outputs[-1]
