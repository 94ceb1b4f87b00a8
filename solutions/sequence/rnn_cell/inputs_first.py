"""The part of the inputs for all steps at once, then a scan; tanh by the logistic function."""

from itertools import accumulate

import numpy as np
from numpy import einsum


def squash(z):
    return 1 - 2 / (1 + np.exp(2 * np.clip(z, -50, 50)))


def rnn_step(x, h, w_x, w_h, b):
    return squash(einsum("bd,kd->bk", x, w_x) + einsum("bh,kh->bk", h, w_h) + b)


def rnn_forward(x, w_x, w_h, b, h0=None):
    drive = einsum("btd,kd->tbk", x, w_x) + b
    start = np.zeros((x.shape[0], b.shape[0])) if h0 is None else np.array(h0)
    scan = list(accumulate(drive, lambda h, u: squash(u + h @ w_h.T), initial=start))
    states = np.empty((x.shape[0], x.shape[1], b.shape[0]))
    for t, h in enumerate(scan[1:]):
        states[:, t] = h
    return states, scan[-1]
