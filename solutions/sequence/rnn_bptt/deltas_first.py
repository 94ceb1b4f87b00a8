"""All deltas are made first, by recursion within each piece; the gradients are einsums over batch and time."""

import numpy as np


def deltas(h, w_h, g):
    """From the last step of one piece to its first."""
    slope = 1 - h[:, 0] * h[:, 0]
    if h.shape[1] == 1:
        return g * slope[:, None]
    later = deltas(h[:, 1:], w_h, g[:, 1:])
    first = slope * (g[:, 0] + np.dot(later[:, 0], w_h))
    return np.concatenate([first[:, None], later], axis=1)


def rnn_backward(x, h0, w_x, w_h, b, d_states, truncate=None):
    h = rnn_states(x, h0, w_x, w_h, b)
    steps = x.shape[1]
    size = truncate or steps
    pieces = [deltas(h[:, k : k + size], w_h, d_states[:, k : k + size]) for k in range(0, steps, size)]
    delta = np.concatenate(pieces, axis=1)
    before = np.concatenate([h0[:, None], h], axis=1)[:, :-1]
    return {
        "w_h": np.einsum("bti,btj->ij", delta, before),
        "w_x": np.einsum("bti,btj->ij", delta, x),
        "b": np.einsum("bti->i", delta),
        "x": np.einsum("bti,ij->btj", delta, w_x),
        "h0": np.einsum("bi,ij->bj", delta[:, 0], w_h),
    }


def gradient_norms(states, w_h, d_last):
    norms = np.zeros(len(states))
    v = d_last.copy()
    for t in reversed(range(len(states))):
        norms[t] = np.sqrt(v @ v)
        v = w_h.T @ ((1 - states[t] ** 2) * v)
    return norms
