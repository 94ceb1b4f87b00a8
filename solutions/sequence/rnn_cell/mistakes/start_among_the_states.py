"""T + 1 states come back, as when their list begins with the start: there are T of them, and the first is the state
after the first step.

caught by: test_all_states_of_a_sequence
"""

import numpy as np


def rnn_step(x, h, w_x, w_h, b):
    return np.tanh(x @ w_x.T + h @ w_h.T + b)


def rnn_forward(x, w_x, w_h, b, h0=None):
    B, T, D = x.shape
    states = [np.zeros((B, w_h.shape[0])) if h0 is None else h0]
    for t in range(T):
        states.append(rnn_step(x[:, t], states[-1], w_x, w_h, b))
    return np.stack(states, axis=1), states[-1]
