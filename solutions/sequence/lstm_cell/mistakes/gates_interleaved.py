"""The four gates are cut out of z unit by unit, as if they were stored side by side for each unit: z consists of four
blocks of H entries, first all of i, then all of f, g and o.

caught by: test_the_cell_state_is_kept_and_written_to
"""

import numpy as np


def sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(-np.abs(x)) / (1 + np.exp(-np.abs(x))))


def lstm_step(x, state, w_x, w_h, b):
    h, c = state
    gates = x @ w_x.T + h @ w_h.T + b
    gates = gates.reshape(len(x), -1, 4)
    i = sigmoid(gates[..., 0])
    f = sigmoid(gates[..., 1])
    g = np.tanh(gates[..., 2])
    o = sigmoid(gates[..., 3])
    c_new = f * c + i * g
    return o * np.tanh(c_new), c_new


def lstm_forward(x, w_x, w_h, b, state=None):
    B, T, _ = x.shape
    H = w_h.shape[1]
    if state is None:
        state = (np.zeros((B, H)), np.zeros((B, H)))
    outs = np.zeros((B, T, H))
    for t in range(T):
        state = lstm_step(x[:, t], state, w_x, w_h, b)
        outs[:, t] = state[0]
    return outs, state
