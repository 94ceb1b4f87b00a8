"""Each gate is a layer of its own, with its slice of the weights; the logistic function overflows to 0."""

import numpy as np


def sigmoid(z):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def lstm_step(x, state, w_x, w_h, b):
    h, c = state
    n = h.shape[1]

    def layer(k):
        rows = slice(k * n, (k + 1) * n)
        return np.dot(x, w_x[rows].T) + np.dot(h, w_h[rows].T) + b[rows]

    candidate = np.tanh(layer(2))
    new_c = c * sigmoid(layer(1)) + candidate * sigmoid(layer(0))
    return np.tanh(new_c) * sigmoid(layer(3)), new_c


def lstm_forward(x, w_x, w_h, b, state=None):
    n = len(b) // 4
    h, c = (np.zeros((len(x), n)), np.zeros((len(x), n))) if state is None else state
    out = []
    for t in range(x.shape[1]):
        h, c = lstm_step(x[:, t, :], (h, c), w_x, w_h, b)
        out.append(h)
    return np.array(out).reshape(x.shape[1], len(x), n).transpose(1, 0, 2), (h, c)
