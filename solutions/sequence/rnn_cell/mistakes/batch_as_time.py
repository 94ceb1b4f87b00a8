"""The loop runs over the first axis, which is the batch: x has the shape (B, T, D), so the state goes from one sequence to
the next, and the steps of time never see each other. Loop over x[:, t].

caught by: test_all_states_of_a_sequence
"""

import numpy as np


def rnn_step(x, h, w_x, w_h, b):
    return np.tanh(x @ w_x.T + h @ w_h.T + b)


def rnn_forward(x, w_x, w_h, b, h0=None):
    hidden = w_h.shape[0]
    h = np.zeros((1, hidden)) if h0 is None else h0[:1]
    states = []
    for step in x:
        h = rnn_step(step, h, w_x, w_h, b)
        states.append(h)
    return np.stack(states), h
