"""The squares are summed without the factor 1/2, and the gradient is 2 l2 w: here the penalty has the half, and its
gradient is l2 w.

caught by: test_the_penalty_sums_over_all_entries
"""

import numpy as np


def _check(params, l1, l2, exclude):
    if l1 < 0 or l2 < 0:
        raise ValueError("l1 and l2 must not be negative")
    for name in exclude:
        if name not in params:
            raise ValueError(f"unknown parameter {name}")


def weight_penalty(params, l1=0.0, l2=0.0, exclude=()):
    _check(params, l1, l2, exclude)
    penalty, grads = 0.0, {}
    for name, w in params.items():
        if name in exclude:
            grads[name] = np.zeros_like(w)
        else:
            wide = w.astype(np.float64)
            penalty += float(l1 * np.sum(np.abs(wide)) + l2 * np.sum(wide**2))
            grads[name] = (l1 * np.sign(w) + 2 * l2 * w).astype(w.dtype)
    return penalty, grads


def smallest_subgradient(params, loss_grads, l1=0.0, l2=0.0, exclude=()):
    _, grads = weight_penalty(params, l1, l2, exclude)
    out = {}
    for name, w in params.items():
        g = loss_grads[name]
        if name in exclude:
            out[name] = g.copy()
            continue
        shrunk = np.sign(g) * np.maximum(np.abs(g) - l1, 0)
        out[name] = np.where(w == 0, shrunk, g + grads[name]).astype(w.dtype)
    return out
