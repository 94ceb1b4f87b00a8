"""One product for each step: inputs, states and a one side by side, the weights and the bias likewise."""

import numpy as np


def rnn_step(x, h, w_x, w_h, b):
    joined = np.concatenate([x, h, np.ones((len(x), 1))], axis=1)
    return np.tanh(joined @ np.concatenate([w_x, w_h, b[:, None]], axis=1).T)


def rnn_forward(x, w_x, w_h, b, h0=None):
    states = [np.zeros((len(x), len(b))) if h0 is None else h0]
    for inputs in x.swapaxes(0, 1):
        states.append(rnn_step(inputs, states[-1], w_x, w_h, b))
    return np.stack(states, axis=1)[:, 1:], states[-1]
