"""Weight penalties, with the two sub-gradients that matter.

Why it works: np.sign is the derivative of |w| on either side of 0, and 0 at 0, the middle of the slopes that are
allowed there. At 0 the sum g + l1 * s can be anything between g - l1 and g + l1; if 0 lies in between, no slope is left
and a descent step leaves the weight at exactly 0. That is what makes L1 sparse, and what no L2 term can do.
"""

import numpy as np


def check(params, l1, l2, exclude):
    if min(l1, l2) < 0:
        raise ValueError(f"a penalty must not be negative: l1 = {l1}, l2 = {l2}")
    if unknown := set(exclude) - set(params):
        raise ValueError(f"no parameter is named {sorted(unknown)}")


def weight_penalty(params, l1=0.0, l2=0.0, exclude=()):
    check(params, l1, l2, exclude)
    penalty, grads = 0.0, {}
    for name, w in params.items():
        if name in exclude:
            grads[name] = np.zeros_like(w)
            continue
        wide = w.astype(np.float64)
        penalty += float(l1 * np.abs(wide).sum() + l2 / 2 * (wide * wide).sum())
        grads[name] = (l1 * np.sign(w) + l2 * w).astype(w.dtype)
    return penalty, grads


def smallest_subgradient(params, loss_grads, l1=0.0, l2=0.0, exclude=()):
    _, grads = weight_penalty(params, l1, l2, exclude)
    result = {}
    for name, w in params.items():
        g = loss_grads[name]
        strength = 0.0 if name in exclude else l1
        at_zero = np.sign(g) * np.maximum(np.abs(g) - strength, 0)
        result[name] = np.where(w == 0, at_zero, g + grads[name]).astype(w.dtype)
    return result
