"""One position at a time, with the Jacobian of h for x as a matrix and outer products for the weights."""

import math

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    y = np.empty(x.shape, x.dtype)
    for index in np.ndindex(x.shape[:-1]):
        _, value, u = parts(x[index], w_gate, w_up)
        y[index] = (value * u) @ w_down
    return y, (x, w_gate, w_up, w_down)


def swiglu_backward(dy, cache):
    x, *weights = cache
    w_gate, w_up, w_down = weights
    dx = np.empty(x.shape, x.dtype)
    dw_gate, dw_up, dw_down = (np.zeros_like(w) for w in weights)
    for index in np.ndindex(x.shape[:-1]):
        slope, value, u = parts(x[index], w_gate, w_up)
        dh = w_down @ dy[index]
        # dh_f/dx_d = silu'(a_f) u_f W_gate[d, f] + silu(a_f) W_up[d, f]
        dx[index] = (w_gate * (slope * u) + w_up * value) @ dh
        dw_gate += np.outer(x[index], dh * slope * u)
        dw_up += np.outer(x[index], dh * value)
        dw_down += np.outer(value * u, dy[index])
    return dx, dw_gate, dw_up, dw_down


def parts(row, w_gate, w_up):
    """silu'(a), silu(a) and u of one position."""
    a, u = row @ w_gate, row @ w_up
    s = np.array([1 / (1 + math.exp(-v)) if v > -700 else 0.0 for v in a.tolist()], row.dtype)
    return s * (1 + a * (1 - s)), a * s, u
