"""The gradients of loss and penalty are simply added, with a slope of 0 at a weight of 0: there the penalty may cancel
up to l1 of the loss's gradient, and that is what keeps the weight at exactly 0.

caught by: test_a_weight_at_zero_resists_up_to_l1
"""

import numpy as np


def weight_penalty(params, l1=0.0, l2=0.0, exclude=()):
    if l1 < 0 or l2 < 0:
        raise ValueError("strengths must be at least 0")
    if any(name not in params for name in exclude):
        raise ValueError("exclude holds an unknown name")
    total = 0.0
    grads = {}
    for name, w in params.items():
        if name in exclude:
            grads[name] = np.zeros_like(w)
            continue
        w64 = w.astype(np.float64)
        total += l1 * float(np.abs(w64).sum()) + 0.5 * l2 * float((w64**2).sum())
        grads[name] = (l1 * np.sign(w64) + l2 * w64).astype(w.dtype)
    return total, grads


def smallest_subgradient(params, loss_grads, l1=0.0, l2=0.0, exclude=()):
    _, grads = weight_penalty(params, l1, l2, exclude)
    return {name: loss_grads[name] + grads[name] for name in params}
