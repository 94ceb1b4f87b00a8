"""The LSTM with its four gates from one product.

Why it works: the path from c to c' holds nothing but a product with f and a sum, so that with f near 1 both the memory
and its gradient survive many steps. h is only a view of it, as far as o opens.
"""

import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def lstm_step(x, state, w_x, w_h, b):
    h, c = state
    i, f, g, o = np.split(x @ w_x.T + h @ w_h.T + b, 4, axis=-1)
    c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    h = sigmoid(o) * np.tanh(c)
    return h, c


def lstm_forward(x, w_x, w_h, b, state=None):
    batch, steps, _ = x.shape
    units = w_h.shape[1]
    if state is None:
        state = np.zeros((batch, units)), np.zeros((batch, units))
    outputs = np.empty((batch, steps, units))
    for t in range(steps):
        state = lstm_step(x[:, t], state, w_x, w_h, b)
        outputs[:, t] = state[0]
    return outputs, state
