"""Both products of x in one matrix, as in fast implementations, and tanh in place of exp."""

import numpy as np


def swiglu(x, w_gate, w_up, w_down):
    both = np.concatenate([w_gate, w_up], axis=1)
    a, u = np.split(np.einsum("...d,df->...f", x, both), 2, axis=-1)
    s = (1 + np.tanh(a / 2)) / 2
    h = a * s * u
    y = np.einsum("...f,fd->...d", h, w_down)
    return y, {"x": x, "both": both, "w_down": w_down, "a": a, "u": u, "s": s, "h": h}


def swiglu_backward(dy, cache):
    a, u, s = cache["a"], cache["u"], cache["s"]
    dh = np.einsum("...d,fd->...f", dy, cache["w_down"])
    dboth = np.concatenate([dh * u * (s + a * s * (1 - s)), dh * a * s], axis=-1)
    dx = np.einsum("...g,dg->...d", dboth, cache["both"])
    axes = list(range(dy.ndim - 1))
    dweights = np.tensordot(cache["x"], dboth, axes=(axes, axes))
    dw_gate, dw_up = np.split(dweights, 2, axis=1)
    return dx, dw_gate, dw_up, np.tensordot(cache["h"], dy, axes=(axes, axes))
