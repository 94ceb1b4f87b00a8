"""A parameter is excluded because its name contains one of the names in exclude: they are compared as a whole, and
"bias" doesn't exclude "head.bias".

caught by: test_excluded_parameters_are_left_alone
"""

import numpy as np


def _penalised(name, exclude):
    return not any(part in name for part in exclude)


def weight_penalty(params, l1=0.0, l2=0.0, exclude=()):
    if l1 < 0 or l2 < 0:
        raise ValueError("strengths must be at least 0")
    if any(name not in params for name in exclude):
        raise ValueError("exclude holds an unknown name")
    total, grads = 0.0, {}
    for name, w in params.items():
        if _penalised(name, exclude):
            w64 = w.astype(np.float64)
            total += float(l1 * np.abs(w64).sum() + l2 / 2 * (w64**2).sum())
            grads[name] = (l1 * np.sign(w64) + l2 * w64).astype(w.dtype)
        else:
            grads[name] = np.zeros_like(w)
    return total, grads


def smallest_subgradient(params, loss_grads, l1=0.0, l2=0.0, exclude=()):
    _, grads = weight_penalty(params, l1, l2, exclude)
    out = {}
    for name, w in params.items():
        g = loss_grads[name]
        shrink = l1 if _penalised(name, exclude) else 0.0
        at_zero = np.sign(g) * np.maximum(np.abs(g) - shrink, 0)
        out[name] = np.where(w == 0, at_zero, g + grads[name]).astype(w.dtype)
    return out
