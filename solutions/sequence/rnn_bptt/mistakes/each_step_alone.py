"""Each step is treated as a network of its own: nothing goes back from a state to the one before it, which is the through time
of the name.

caught by: test_the_gradients_of_inputs_and_start
"""

import numpy as np


def rnn_backward(x, h0, w_x, w_h, b, d_states, truncate=None):
    h = rnn_states(x, h0, w_x, w_h, b)
    prev = np.concatenate([h0[:, None, :], h[:, :-1, :]], axis=1)
    dz = d_states * (1 - h**2)
    return {
        "x": dz @ w_x,
        "h0": dz[:, 0] @ w_h,
        "w_x": np.einsum("bth,btd->hd", dz, x),
        "w_h": np.einsum("bth,btk->hk", dz, prev),
        "b": dz.sum(axis=(0, 1)),
    }


def gradient_norms(states, w_h, d_last):
    g = d_last
    norms = []
    for t in range(len(states) - 1, -1, -1):
        norms.append(np.sqrt(np.sum(g**2)))
        g = (g * (1 - states[t] ** 2)) @ w_h
    return np.array(norms[::-1])
