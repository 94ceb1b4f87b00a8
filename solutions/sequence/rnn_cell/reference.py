"""Elman's recurrent network, unrolled over time.

Why it works: the state is the only way from one step to the next, so that a loop over t with one array of states is the
whole forward pass. What depends on the input alone could be computed for all steps at once.
"""

import numpy as np


def rnn_step(x, h, w_x, w_h, b):
    return np.tanh(x @ w_x.T + h @ w_h.T + b)


def rnn_forward(x, w_x, w_h, b, h0=None):
    batch, steps, _ = x.shape
    h = np.zeros((batch, len(b))) if h0 is None else h0
    states = np.empty((batch, steps, len(b)))
    for t in range(steps):
        h = rnn_step(x[:, t], h, w_x, w_h, b)
        states[:, t] = h
    return states, h
