"""The output gate looks at the new cell state, a peephole that some variants have: here all four gates are made from x and
the h before the step, and nothing else.

caught by: test_the_output_gate_shows_the_new_cell_state
"""

import numpy as np


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def lstm_step(x, state, w_x, w_h, b):
    h_prev, c_prev = state
    H = h_prev.shape[1]
    z = x @ w_x.T + h_prev @ w_h.T + b
    i = sigmoid(z[:, :H])
    f = sigmoid(z[:, H : 2 * H])
    g = np.tanh(z[:, 2 * H : 3 * H])
    c_next = f * c_prev + i * g
    o = sigmoid(z[:, 3 * H :] + c_next)
    h_next = o * np.tanh(c_next)
    return h_next, c_next


def lstm_forward(x, w_x, w_h, b, state=None):
    H = w_h.shape[1]
    if state is None:
        h, c = np.zeros((x.shape[0], H)), np.zeros((x.shape[0], H))
    else:
        h, c = state
    outputs = np.zeros((x.shape[0], x.shape[1], H))
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t], (h, c), w_x, w_h, b)
        outputs[:, t] = h
    return outputs, (h, c)
