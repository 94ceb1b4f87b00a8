"""Each block is two layers of its own with its slice of the weights; the state moves from h towards n by 1 - z."""

import numpy as np


def sigmoid(v):
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-v))


def gru_step(x, h, w_x, w_h, b_x, b_h):
    size = h.shape[1]
    rows = [slice(k * size, (k + 1) * size) for k in range(3)]
    (xr, hr), (xz, hz), (xn, hn) = [(np.dot(x, w_x[k].T) + b_x[k], np.dot(h, w_h[k].T) + b_h[k]) for k in rows]
    candidate = np.tanh(xn + sigmoid(xr + hr) * hn)
    return h + sigmoid(-(xz + hz)) * (candidate - h)


def gru_forward(x, w_x, w_h, b_x, b_h, h0=None):
    states = [np.zeros((len(x), w_h.shape[1])) if h0 is None else h0]
    for t in range(x.shape[1]):
        states.append(gru_step(x[:, t], states[-1], w_x, w_h, b_x, b_h))
    return np.stack(states, axis=1)[:, 1:], states[-1]
