"""The loop runs over the first axis, as if time came first: x has the shape (B, T, D), and the first axis is the batch.

caught by: test_the_outputs_of_a_sequence
"""

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def lstm_step(x, state, w_x, w_h, b):
    h, c = state
    H = h.shape[1]
    z = x @ w_x.T + h @ w_h.T + b
    i = sigmoid(z[:, :H])
    f = sigmoid(z[:, H : 2 * H])
    g = np.tanh(z[:, 2 * H : 3 * H])
    o = sigmoid(z[:, 3 * H :])
    c = f * c + i * g
    return o * np.tanh(c), c


def lstm_forward(x, w_x, w_h, b, state=None):
    T, B, _ = x.shape
    H = w_h.shape[1]
    if state is None:
        state = (np.zeros((B, H)), np.zeros((B, H)))
    outputs = []
    for t in range(T):
        state = lstm_step(x[t], state, w_x, w_h, b)
        outputs.append(state[0])
    return np.array(outputs), state
