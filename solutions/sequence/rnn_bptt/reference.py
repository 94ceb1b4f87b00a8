"""Backpropagation through time, step by step from the end.

Why it works: carry is the gradient that arrives at a state from all later ones, so that each step is visited once. A
weight that is used T times has the sum of T gradients.
"""

import numpy as np


def rnn_backward(x, h0, w_x, w_h, b, d_states, truncate=None):
    states = rnn_states(x, h0, w_x, w_h, b)
    grads = {"x": np.empty(x.shape), "w_x": np.zeros(w_x.shape), "w_h": np.zeros(w_h.shape), "b": np.zeros(b.shape)}
    carry = np.zeros(h0.shape)
    for t in range(x.shape[1] - 1, -1, -1):
        if truncate is not None and (t + 1) % truncate == 0:
            carry = np.zeros(h0.shape)
        before = states[:, t - 1] if t > 0 else h0
        delta = (d_states[:, t] + carry) * (1 - states[:, t] ** 2)
        grads["x"][:, t] = delta @ w_x
        grads["w_x"] += delta.T @ x[:, t]
        grads["w_h"] += delta.T @ before
        grads["b"] += delta.sum(axis=0)
        carry = delta @ w_h
    grads["h0"] = carry
    return grads


def gradient_norms(states, w_h, d_last):
    gradient = d_last
    norms = [np.linalg.norm(gradient)]
    for h in states[:0:-1]:
        gradient = (gradient * (1 - h**2)) @ w_h
        norms.append(np.linalg.norm(gradient))
    return np.array(norms[::-1])
