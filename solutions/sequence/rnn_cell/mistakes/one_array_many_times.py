"""The state is overwritten in place and the list holds the same array for every step, so that all states that come back are the
last one: each step needs an array of its own.

caught by: test_all_states_of_a_sequence
"""

import numpy as np


def rnn_step(x, h, w_x, w_h, b):
    return np.tanh(x @ w_x.T + h @ w_h.T + b)


def rnn_forward(x, w_x, w_h, b, h0=None):
    B, T, D = x.shape
    H = w_h.shape[0]
    h = np.zeros((B, H))
    if h0 is not None:
        h[:] = h0
    states = []
    for t in range(T):
        h[:] = rnn_step(x[:, t], h, w_x, w_h, b)
        states.append(h)
    if not states:
        return np.zeros((B, 0, H)), h
    return np.stack(states, axis=1), h
