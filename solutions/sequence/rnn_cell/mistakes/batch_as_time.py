"""The loop runs over the first axis, which is the batch: x has the shape (B, T, D), so the state goes from one sequence to
the next, and the steps of time never see each other. Loop over x[:, t].

caught by: test_all_states_of_a_sequence
"""

import numpy as np


def rnn_step(x, h, w_x, w_h, b):
    return np.tanh(x @ w_x.T + h @ w_h.T + b)


def rnn_forward(x, w_x, w_h, b, h0=None):
    T, B, D = x.shape
    h = np.zeros((B, w_h.shape[0])) if h0 is None else h0
    states = []
    for t in range(T):
        h = rnn_step(x[t], h, w_x, w_h, b)
        states.append(h)
    return np.stack(states), h
